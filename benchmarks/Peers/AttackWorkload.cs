using System.Diagnostics;
using System.Text.Json.Nodes;
using Experiments.Attacks;
using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Peers;

/// <summary>
/// The paper's L-BFGS attack on one trained network. SciPy minimises one image at a time with the gradient written in NumPy, which is quicker
/// at this size than a framework; both search the largest c that still succeeds, to the same tolerance.
/// </summary>
/// <param name="network">The source model.</param>
/// <param name="weightFile">The same model's weights, for the peer.</param>
/// <param name="images">The images that we attack.</param>
/// <param name="peerImages">How many of them the peer attacks, from the first on; the distortions are compared on these.</param>
/// <param name="pool">The threads to use.</param>
internal sealed class AttackWorkload(IClassifier network, string weightFile, ImageSlice images, int peerImages, ComputePool pool) : Workload
{
    // Of c for the peer; ours is of the distortion, which moves less than c does.
    private const double Tolerance = 1e-3;

    private AdversarialBatch? _ours;

    public override string Name => $"L-BFGS attack, FC100-100-10, {images.Count} images";

    public override string Peer => "SciPy";

    protected override JsonObject Request(double seconds)
    {
        var length = network.InputShape.Length;
        var input = Input(peerImages);
        var examples = (_ours ??= Craft()).Examples;
        return new JsonObject
        {
            ["work"] = "lbfgs-attack",
            ["weights"] = weightFile,
            ["images"] = new JsonArray([.. Enumerable.Range(0, peerImages).Select(i =>
                (JsonNode)new JsonArray([.. input.Images.Span.Slice(i * length, length).ToArray().Select(pixel => (JsonNode)pixel)]))]),
            ["targets"] = new JsonArray([.. examples.Take(peerImages).Select(example => (JsonNode)example.TargetClass!.Value)]),
            ["factor"] = 10,
            ["tolerance"] = Tolerance,
        };
    }

    public override Measurement Ours(double seconds)
    {
        _ours ??= Craft();
        var start = Stopwatch.GetTimestamp();
        _ours = Craft();
        var rate = images.Count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var examples = _ours.Examples;
        return new Measurement(
            rate,
            $"{examples.Count(example => example.Success == true)}/{examples.Count} succeed, {examples.Average(example => example.GradientEvaluations):0} gradients an image, " +
            $"mean distortion of the first {peerImages}: {examples.Take(peerImages).Average(example => example.Distortion):0.00000}");
    }

    public override Measurement Theirs(PeerProcess peer, double seconds)
    {
        var answer = peer.Ask(Request(seconds));
        return new Measurement(
            answer["imagesPerSecond"]!.GetValue<double>(),
            $"{answer["successes"]}/{peerImages} succeed, {answer["gradients"]!.GetValue<double>():0} gradients an image, mean distortion {answer["meanDistortion"]!.GetValue<double>():0.00000}");
    }

    private AdversarialBatch Craft()
        => AttackRunner.Craft(new LbfgsAttack(new LbfgsOptions { DistortionTolerance = Tolerance / 4 }), Input(images.Count), progress: null, CancellationToken.None);

    private AttackInput Input(int count)
    {
        var length = network.InputShape.Length;
        int[] indices = [.. Enumerable.Range(0, count)];
        var x = new float[count * length];
        var labels = new int[count];
        images.CopyImages(indices, x);
        images.CopyLabels(indices, labels);
        return new AttackInput { Images = x, Length = length, Labels = labels, Positions = images.Positions[..count].ToArray(), Source = network, Seed = 2013, Pool = pool };
    }
}
