using Experiments.Contracts;

namespace Experiments.Analysis.Tests;

public sealed class TransferCounterTests
{
    [Fact]
    public void Add_EveryCase_CountsEachWithItsDenominator()
    {
        var counter = new TransferCounter();
        counter.Add(label: 3, cleanClass: 3, perturbedClass: 3, targetClass: 5, noiseClass: null);
        counter.Add(label: 3, cleanClass: 3, perturbedClass: 5, targetClass: 5, noiseClass: null);
        counter.Add(label: 3, cleanClass: 3, perturbedClass: 4, targetClass: 5, noiseClass: null);
        counter.Add(label: 3, cleanClass: 4, perturbedClass: 4, targetClass: 5, noiseClass: null);
        counter.Add(label: 3, cleanClass: 4, perturbedClass: 3, targetClass: 5, noiseClass: null);

        Assert.Equal(
            (5, 3, 3, 2, 1), (counter.Images, counter.Errors, counter.VictimCorrect, counter.ErrorsAmongVictimCorrect, counter.TargetHits));
    }

    [Fact]
    public void TargetHits_NoImageWithATargetClass_IsNull()
    {
        var counter = new TransferCounter();
        counter.Add(1, 1, 2, null, null);

        Assert.Null(counter.TargetHits);
    }

    [Fact]
    public void Add_NoClass_IsAnErrorOfItsOwnCountAndNeverClassZero()
    {
        var counter = new TransferCounter();
        counter.Add(label: 0, cleanClass: 0, perturbedClass: VerdictRow.NoClass, targetClass: null, noiseClass: 0);
        counter.Add(label: 0, cleanClass: VerdictRow.NoClass, perturbedClass: 0, targetClass: null, noiseClass: VerdictRow.NoClass);
        counter.Add(label: 0, cleanClass: 0, perturbedClass: 1, targetClass: null, noiseClass: 1);

        Assert.Equal(
            (3, 2, 1, 2, 2),
            (counter.Images, counter.Errors, counter.NoClass, counter.VictimCorrect, counter.ErrorsAmongVictimCorrect));
        Assert.Equal(2, counter.NoiseErrors);
    }
}
