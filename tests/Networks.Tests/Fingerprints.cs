using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Experiments.Numerics;

namespace Experiments.Networks.Tests;

/// <summary>Small trainings whose every bit goes into a hash: weights, losses, errors, and an input gradient of the outcome.</summary>
internal static class Fingerprints
{
    private static readonly Dictionary<string, (ArchitectureOptions Architecture, TrainingOptions Training)> Cases = new()
    {
        ["softmax"] = (new SoftmaxOptions(), new TrainingOptions { Epochs = 2, BatchSize = 50, Optimizer = Optimizer.Sgd, Momentum = 0.9,
            LearningRate = 0.1, WeightDecay = [1e-2] }),
        ["mlp"] = (
            new MlpOptions { Hidden = [33, 17] },
            new TrainingOptions { Epochs = 2, BatchSize = 37, LearningRate = 0.01, Schedule = LearningRateSchedule.Cosine,
                WeightDecay = [1e-5, 1e-5, 1e-6] }),
        ["relu"] = (new MlpOptions { Hidden = [65], Activation = HiddenActivation.Relu },
            new TrainingOptions { Epochs = 2, Optimizer = Optimizer.Sgd, Momentum = 0.5, Nesterov = true, LearningRate = 0.1 }),
        ["tanh"] = (new MlpOptions { Hidden = [19], Activation = HiddenActivation.Tanh },
            new TrainingOptions { Epochs = 2, Optimizer = Optimizer.Sgd, LearningRate = 0.1 }),
        ["dropout"] = (new MlpOptions { Hidden = [40, 30], Dropout = 0.4 }, new TrainingOptions { Epochs = 2 }),
        ["conv"] = (new ConvOptions { Filters = [5, 6], Kernel = 3, Hidden = 20, Dropout = 0.2 },
            new TrainingOptions { Epochs = 1, BatchSize = 40 }),
        ["alexnet"] = (new AlexNetOptions { Width = 0.03, Mean = [0.5] }, new TrainingOptions { Epochs = 1, BatchSize = 70 }),
        ["quocnet"] = (
            new QuocNetOptions
            {
                Stages = [new QuocNetStage { Kernel = 5, Filters = 3, Pool = 3, PoolStride = 2 }, new QuocNetStage { Kernel = 2,
                    Filters = 5, Pool = 2 }],
                Pretraining = new TrainingOptions { Epochs = 1 },
            },
            new TrainingOptions { Epochs = 2 }),
        ["sparse-autoencoder"] = (
            new SparseAutoencoderOptions { Hidden = 41, Pretraining = new TrainingOptions { Epochs = 2, WeightDecay = [1e-3] } },
            new TrainingOptions { Epochs = 2, WeightDecay = [1e-6] }),
    };

    public static IEnumerable<string> Names => Cases.Keys;

    public static string Compute(string name, int threads)
    {
        using var compute = new ComputeThreads(threads);
        var (architecture, training) = Cases[name];
        var images = new TestImages(301, new TensorShape(1, 14, 14), 10, noise: 0.5f);
        var trained =
            Trainer.Train(architecture, training, seed: 5, images, heldOut: null, compute, progress: null, CancellationToken.None);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in trained.Network.Parameters)
        {
            hash.AppendData(MemoryMarshal.AsBytes(parameter.Values.Span));
        }
        foreach (var report in trained.Reports)
        {
            hash.AppendData(MemoryMarshal.AsBytes([report.Loss, report.LearningRate, report.RunningTrainError ?? -1]));
        }
        hash.AppendData(MemoryMarshal.AsBytes([trained.TrainLoss, trained.TrainErrors]));

        using var pass = trained.Network.OpenPass(images.Count);
        var logits = new float[images.Count * 10];
        pass.Forward(images.All, images.Count, logits);
        var gradient = new float[images.All.Length];
        pass.InputGradient(logits, gradient);
        hash.AppendData(MemoryMarshal.AsBytes(logits.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(gradient.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
