using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>DeepFool: steps to the nearest class boundary of the classifier as its gradients show it, until the class is another one.
/// Untargeted: any class but the true one counts, and an image that the source misclassifies from the start stays as it is.</summary>
/// <remarks>
/// S.-M. Moosavi-Dezfooli, A. Fawzi, P. Frossard, "DeepFool: a simple and accurate method to fool deep neural networks", CVPR 2016,
/// arXiv:1511.04599, algorithm 2, in the Euclidean norm. Differs from the paper: the true class takes the place of the predicted one; all
/// classes are candidates; images stay in [0, 1], by clipping after each step; the class is looked at after the overshoot, as in the
/// authors' code, and must lead by a few units in the last place of the logits, so that another arithmetic reads the same; a step goes
/// 1e-4 (in pixels, Euclidean) beyond the linearised boundary, so that one that is touched is crossed, whatever the unit of the logits.
/// May fail: then the last point is returned. With levels the ray through that point is searched for an image of the grid, and the clean
/// image is returned where there is none.
/// </remarks>
public sealed class DeepFoolAttack(DeepFoolOptions options) : Attack<DeepFoolOptions>(CatalogueEntry, options)
{
    public static AttackType CatalogueEntry { get; } = new AttackType<DeepFoolOptions>
    {
        Name = "deepfool",
        Version = 2,
        Class = _ => new MinimalNorm(PerturbationNorm.L2),
        Gradients = (_, classes) => 8.0 * classes,
        Make = options => new DeepFoolAttack(options),
    };

    /// <inheritdoc/>
    public override void Craft(
        AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken) =>
        input.Threads.For(input.Count, Math.Max(1, input.Slots / 4), new ImageBody(
            this, input, output, new RowProgress(progress, output.Count), cancellationToken));

    private void CraftOne(DeepFoolSearch search, GridRay? ray, AttackInput input, AttackOutput output, int image)
    {
        var label = input.Labels.Span[image];
        var steps = search.Leave(input.Image(image), label, Options, output.Image(image));
        ray?.Settle(input.Image(image), output.Image(image), x => search.IsReadOtherwise(x, label));
        ref var trace = ref output.Trace(image);
        trace.Goal = new AnyOtherClassGoal(label);
        trace.Iterations = steps;
        trace.GradientEvaluations = steps * input.Source!.ClassCount;
    }

    private readonly struct ImageBody(
        DeepFoolAttack attack, AttackInput input, AttackOutput output, RowProgress finished, CancellationToken cancellationToken)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            using var search = new DeepFoolSearch(input.Source!);
            var ray = attack.Options.Levels is { } levels ? new GridRay(levels, input.Length) : null;
            for (var image = start; image < end; image++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                attack.CraftOne(search, ray, input, output, image);
                finished.Finish();
            }
        }
    }
}
