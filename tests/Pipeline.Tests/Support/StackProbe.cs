using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Pipeline.Tests;

/// <summary>The whole stack on a fully connected network, an autoencoder, a convolutional network and adversarial training, as hashes of
/// every bit that it leaves.</summary>
internal static class StackProbe
{
    private const string Text = """
        {
          "name": "stack", "title": "Stack", "seed": 11,
          "data": {
            "train": { "dataset": "tiny", "slice": "train" },
            "test": { "dataset": "tiny", "slice": "test" },
            "attacked": { "dataset": "tiny", "slice": "test[0..17)" },
          },
          "trainings": { "short": { "epochs": 4, "batchSize": 19, "learningRate": 0.02 } },
          "pools": { "hidden": { "layer": 2, "size": 20, "batchSize": 10, "refresh": 5,
            "attack": { "type": "pgd", "steps": 3, "target": "random" } } },
          "models": [
            { "name": "fc", "architecture": { "type": "mlp", "hidden": [9, 7] }, "training": "short",
              "trainOn": "train", "evaluateOn": ["test"] },
            {
              "name": "ae", "architecture": { "type": "sparse-autoencoder", "hidden": 11, "pretraining": { "epochs": 2, "batchSize": 19 } },
              "training": "short", "trainOn": "train", "evaluateOn": ["test"],
            },
            {
              "name": "conv", "architecture": { "type": "conv", "filters": [8, 5], "kernel": 3, "hidden": 13, "dropout": 0.1 },
              "training": "short", "trainOn": "train", "evaluateOn": ["test"],
            },
            {
              "name": "pools", "architecture": { "type": "mlp", "hidden": [9, 7], "dropout": 0.1 },
              "training": "short", "trainOn": "train", "evaluateOn": ["test"],
              "adversarialPools": [{ "size": 20, "batchSize": 10, "refresh": 5, "attack": { "type": "lbfgs" } },
                "hidden", { "like": "hidden", "layer": 4 }],
            },
          ],
          "attacks": [
            { "name": "lbfgs", "type": "lbfgs", "maxGradientEvaluations": 60 },
            { "name": "noise", "type": "gaussian-noise", "stddev": 0.2 },
            { "name": "louder", "type": "amplify", "of": "lbfgs", "stddev": 0.4 },
          ],
          "transfers": [
            {
              "name": "table", "title": "Across models", "images": "attacked",
              "sources": ["fc", "ae", "conv"], "attacks": ["lbfgs", "louder", "noise"], "victims": ["fc", "ae", "conv"],
            },
          ],
        }
        """;

    /// <summary>Trained weights, perturbed images and result rows of a study run from its file to its tables.</summary>
    public static async Task<string> StudyAsync(int threads, int workers, int shardImages)
    {
        await using var bench = await Workbench.OpenAsync(threads);
        var summary = await bench.RunAsync(new StudyDocument("stack.json", Text, new StudyOverrides(null)), shardImages, workers);
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(await Everything.ReadAsync(bench.Studies, "stack")));
        foreach (var model in new[] { "fc", "ae", "conv", "pools" })
        {
            await using var weights = await bench.Studies.OpenWeightsAsync(model, "stack", default);
            hash.AppendData(await SHA256.HashDataAsync(weights));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A small network of the kind, trained for a moment.</summary>
    public static Network Train(string kind, ComputeThreads threads)
    {
        ArchitectureOptions architecture = kind switch
        {
            "fc" => new MlpOptions { Hidden = [9, 7] },
            "ae" => new SparseAutoencoderOptions { Hidden = 11, Pretraining = new TrainingOptions { Epochs = 1 } },
            _ => new ConvOptions { Filters = [8, 5], Kernel = 3, Hidden = 13 },
        };
        return Trainer.Train(
            architecture, new TrainingOptions { Epochs = 3, BatchSize = 19, LearningRate = 0.02 }, seed: 3, new TinySource(), heldOut: null,
            threads, progress: null, CancellationToken.None).Network;
    }

    /// <summary>What the attack takes: the first test images.</summary>
    public static AttackInput Input(Network source, int count, int slots, ComputeThreads threads)
    {
        var images = new TinySource();
        int[] positions = [.. Enumerable.Range(0, count)];
        var x = new float[count * images.Shape.Length];
        var labels = new int[count];
        images.CopyImages(positions, x);
        images.CopyLabels(positions, labels);
        return new AttackInput
        {
            Images =
                x,
                Length = images.Shape.Length,
                Labels = labels,
                Positions = positions,
                Source = source,
                Seed = 5,
                Threads = threads,
                Slots = slots,
        };
    }

    /// <summary>Adversarial images, and what is said of each.</summary>
    public static string Craft(string kind, int threads, int slots)
    {
        using var compute = new ComputeThreads(threads);
        var input = Input(Train(kind, compute), 40, slots, compute);
        var batch = AttackRunner.Craft(new LbfgsAttack(new LbfgsOptions()), input, progress: null, CancellationToken.None);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(batch.Images.Span));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\n', batch.Examples)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Bytes that all threads of this process allocate more in an attack of many rounds than in one of few, on two threads. The
    /// least of several tries: a helper thread that does its first piece of some kind makes its buffers then.</summary>
    public static long BytesOfMoreRounds(string kind)
    {
        using var threads = new ComputeThreads(2);
        var input = Input(Train(kind, threads), 40, slots: 64, threads);
        long Bytes(int maxGradientEvaluations)
        {
            var attack = new LbfgsAttack(new LbfgsOptions { MaxGradientEvaluations = maxGradientEvaluations });
            var before = GC.GetTotalAllocatedBytes(precise: true);
            AttackRunner.Craft(attack, input, progress: null, CancellationToken.None);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        for (var i = 0; i < 5; i++)
        {
            Bytes(100);
        }
        return Enumerable.Range(0, 10).Min(_ => Math.Abs(Bytes(100) - Bytes(4)));
    }
}
