using System.Text.Json.Nodes;
using Experiments.Attacks;
using Experiments.Datasets;
using Experiments.Numerics;

namespace Experiments.Peers;

/// <summary>The paper's L-BFGS attack on one trained network. SciPy minimises one image at a time with the gradient written in NumPy, which
/// is quicker at this size than a framework; both search the largest c that still succeeds, to the same tolerance.</summary>
/// <param name="sources">The network and the images.</param>
/// <param name="count">How many images we attack.</param>
/// <param name="peerCount">How many of them the peer attacks, from the first on; the distortions are compared on these.</param>
/// <param name="threads">The threads to use.</param>
internal sealed class AttackWorkload(SourceModels sources, int count, int peerCount, ComputeThreads threads) : Workload
{
    // Of c for the peer; ours is of the distortion, which moves less than c does.
    private const double Tolerance = 1e-3;

    private readonly Lazy<ImageSlice> _images = new(() => sources.Slice($"test[0..{count})"));
    private AdversarialBatch? _ours;

    public override string Name => $"L-BFGS attack, FC100-100-10, {count} images";

    public override string Peer => "SciPy";

    protected override JsonObject Request(double seconds)
    {
        var length = sources.Mlp.InputShape.Length;
        var input = Input(peerCount);
        var examples = (_ours ??= Craft()).Examples;
        return new JsonObject
        {
            ["work"] = "lbfgs-attack",
            ["weights"] = sources.MlpFile,
            ["images"] = new JsonArray([.. Enumerable.Range(0, peerCount).Select(i =>
                (JsonNode)new JsonArray([.. input.Images.Span.Slice(i * length, length).ToArray().Select(pixel => (JsonNode)pixel)]))]),
            ["targets"] = new JsonArray([.. examples.Take(peerCount).Select(example => (JsonNode)example.TargetClass!.Value)]),
            ["factor"] = 10,
            ["tolerance"] = Tolerance,
        };
    }

    public override Measurement Ours(double seconds)
    {
        _ours ??= Craft();
        var start = Clock.Now;
        _ours = Craft();
        var rate = count / (Clock.Now - start).TotalSeconds;
        var examples = _ours.Examples;
        return new Measurement(
            rate,
            $"{examples.Count(example => example.Success == true)}/{examples.Count} succeed, "
                + $"{examples.Average(example => example.GradientEvaluations):0} gradients an image, "
                +
                $"mean distortion of the first {peerCount}: {examples.Take(peerCount).Average(example => example.Distortion):0.00000}");
    }

    public override Measurement Theirs(PeerProcess peer, double seconds)
    {
        var answer = peer.Ask(Request(seconds));
        return new Measurement(
            answer["imagesPerSecond"]!.GetValue<double>(),
            $"{answer["successes"]}/{peerCount} succeed, {answer["gradients"]!.GetValue<double>():0} gradients an image, mean distortion "
                + $"{answer["meanDistortion"]!.GetValue<double>():0.00000}");
    }

    private AdversarialBatch Craft() =>
        AttackRunner.Craft(
            new LbfgsAttack(new LbfgsOptions { DistortionTolerance = Tolerance / 4 }), Input(count), progress: null,
            CancellationToken.None);

    private AttackInput Input(int images)
    {
        var length = sources.Mlp.InputShape.Length;
        int[] indices = [.. Enumerable.Range(0, images)];
        var x = new float[images * length];
        var labels = new int[images];
        _images.Value.CopyImages(indices, x);
        _images.Value.CopyLabels(indices, labels);
        return new AttackInput { Images = x, Length = length, Labels = labels, Positions = _images.Value.Positions[..images].ToArray(),
            Source = sources.Mlp, Seed = 2013, Threads = threads };
    }
}
