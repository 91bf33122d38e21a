namespace Experiments.Analysis.Tests;

public sealed class TransferCounterTests
{
    [Fact]
    public void Add_EveryCase_CountsEachWithItsDenominator()
    {
        var counter = new TransferCounter();
        counter.Add(label: 3, cleanClass: 3, perturbedClass: 3, targetClass: 5);
        counter.Add(label: 3, cleanClass: 3, perturbedClass: 5, targetClass: 5);
        counter.Add(label: 3, cleanClass: 3, perturbedClass: 4, targetClass: 5);
        counter.Add(label: 3, cleanClass: 4, perturbedClass: 4, targetClass: 5);
        counter.Add(label: 3, cleanClass: 4, perturbedClass: 3, targetClass: 5);

        Assert.Equal(
            (5, 3, 3, 2, 1), (counter.Images, counter.Errors, counter.VictimCorrect, counter.ErrorsAmongVictimCorrect, counter.TargetHits));
    }

    [Fact]
    public void TargetHits_NoImageWithATargetClass_IsNull()
    {
        var counter = new TransferCounter();
        counter.Add(1, 1, 2, null);

        Assert.Null(counter.TargetHits);
    }
}
