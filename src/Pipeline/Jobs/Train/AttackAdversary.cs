using Experiments.Attacks;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Pipeline.Jobs.Train;

/// <summary>Lets an attack of the catalogue make examples for a network in training.</summary>
internal sealed class AttackAdversary(AttackOptions options, ComputeThreads threads) : IAdversary
{
    private readonly Attack _attack = AttackCatalogue.Types.Of(options).Create(options);

    public ReadOnlyMemory<float> Perturb(IClassifier classifier, CleanExamples clean) => AttackRunner.Perturb(
        _attack,
        new AttackInput
        {
            Images = clean.X,
            Length = classifier.InputShape.Length,
            Labels = clean.Labels,
            Positions = clean.Serials,
            Source = _attack.Type.NeedsSource ? classifier : null,
            Seed = clean.Seed,
            Threads = threads,
        },
        CancellationToken.None);
}
