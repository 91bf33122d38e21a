using System.Text.Json.Nodes;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Peers;

/// <summary>Training steps: forward, backward and Adam, as <see cref="Trainer"/> does them.</summary>
internal sealed class TrainingWorkload(
    string network, ArchitectureOptions architecture, Func<IImageSource> images, int batch, ComputeThreads threads) : Workload
{
    private readonly Lazy<IImageSource> _images = new(images);

    public override string Name => $"{network} training, Adam, batch {batch}";

    public override string Peer => "PyTorch";

    protected override JsonObject Request(double seconds) =>
        new() { ["work"] = "train", ["name"] = network, ["batch"] = batch, ["seconds"] = seconds };

    public override Measurement Ours(double seconds)
    {
        using var stop = new CancellationTokenSource();
        var clock = new EpochClock(_images.Value.Count, seconds, stop);
        try
        {
            Trainer.Train(
                architecture, new TrainingOptions { Epochs = 100_000, BatchSize = batch }, seed: 1, _images.Value, heldOut: null, threads,
                clock, stop.Token);
        }
        catch (OperationCanceledException)
        {
        }

        return new Measurement(clock.ImagesPerSecond);
    }

    /// <summary>Times whole epochs after the first, and ends the training when the time is up.</summary>
    private sealed class EpochClock(int images, double seconds, CancellationTokenSource stop) : IProgress<EpochReport>
    {
        private TimeSpan _start;
        private int _epochs = -1;

        public double ImagesPerSecond { get; private set; }

        public void Report(EpochReport value)
        {
            if (++_epochs == 0)
            {
                _start = Clock.Now;
                return;
            }

            var elapsed = (Clock.Now - _start).TotalSeconds;
            ImagesPerSecond = _epochs * (double)images / elapsed;
            if (elapsed >= seconds)
            {
                stop.Cancel();
            }
        }
    }
}

/// <summary>Forward and the gradient of the cross-entropy with respect to the input, as attacks ask for it.</summary>
internal sealed class InputGradientWorkload(string network, Func<IClassifier> classifier, Func<IImageSource> images, int batch) : Workload
{
    private readonly Lazy<IClassifier> _classifier = new(classifier);
    private readonly Lazy<IImageSource> _images = new(images);

    public override string Name => $"{network} input gradient, batch {batch}";

    public override string Peer => "PyTorch";

    protected override JsonObject Request(double seconds) =>
        new() { ["work"] = "input-gradient", ["name"] = network, ["batch"] = batch, ["seconds"] = seconds };

    public override Measurement Ours(double seconds)
    {
        var classifier = _classifier.Value;
        var k = classifier.ClassCount;
        var length = classifier.InputShape.Length;
        int[] indices = [.. Enumerable.Range(0, batch * 16)];
        var x = new float[indices.Length * length];
        var labels = new int[indices.Length];
        _images.Value.CopyImages(indices, x);
        _images.Value.CopyLabels(indices, labels);
        float[] logits = new float[batch * k], losses = new float[batch], logitGradient = new float[batch * k],
            gradient = new float[batch * length];
        using var pass = classifier.OpenPass(batch);

        void Step(int at)
        {
            pass.Forward(x.AsSpan(at * batch * length, batch * length), batch, logits);
            SoftmaxCrossEntropy.Evaluate(logits, labels.AsSpan(at * batch, batch), batch, k, losses, logitGradient);
            pass.InputGradient(logitGradient, gradient);
        }

        return new Measurement(Rate.Measure(i => Step(i % 16), seconds) * batch);
    }
}

/// <summary>A single-precision matrix product.</summary>
internal sealed class MatrixProductWorkload(int m, int n, int k, ComputeThreads threads) : Workload
{
    public override string Name => $"sgemm {m} x {k} by {k} x {n}";

    public override string Peer => "PyTorch";

    public override string Unit => "GFLOP/s";

    protected override JsonObject Request(double seconds) =>
        new() { ["work"] = "sgemm", ["m"] = m, ["n"] = n, ["k"] = k, ["seconds"] = seconds };

    public override Measurement Ours(double seconds)
    {
        float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
        a.AsSpan().Fill(0.5f);
        b.AsSpan().Fill(0.25f);
        var calls = Rate.Measure(
            _ => MatrixProduct.Multiply(MatrixLayout.Plain, m, n, k, a, b, c, accumulate: false, Epilogue.None, threads), seconds);
        return new Measurement(calls * 2 * m * n * k / 1e9);
    }
}

internal static class Rate
{
    /// <summary>Calls per second of <paramref name="step"/>, after a warm-up in which the runtime compiles it fully.</summary>
    public static double Measure(Action<int> step, double seconds)
    {
        Count(step, seconds / 4);
        return Count(step, seconds);
    }

    private static double Count(Action<int> step, double seconds)
    {
        var start = Clock.Now;
        var count = 0;
        while ((Clock.Now - start).TotalSeconds < seconds)
        {
            step(count++);
        }
        return count / (Clock.Now - start).TotalSeconds;
    }
}
