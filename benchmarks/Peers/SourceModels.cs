using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Peers;

/// <summary>Images and trained networks, made when a workload first asks for them.</summary>
internal sealed class SourceModels : IDisposable
{
    private readonly DatasetLoader _loader = new(DataFolders.Default());
    private readonly Lazy<Network> _mlp;
    private readonly Lazy<Network> _conv;
    private readonly Lazy<string> _mlpFile;

    public SourceModels(ComputeThreads threads)
    {
        Network Train(string name, ArchitectureOptions architecture, string images, int epochs)
        {
            Console.Error.WriteLine($"training the {name} that gradients are taken of …");
            var training = new TrainingOptions { Epochs = epochs, Schedule = LearningRateSchedule.Cosine, LearningRate = 0.003 };
            return Trainer.Train(
                architecture, training, seed: 1, Images(images), heldOut: null, threads, progress: null, CancellationToken.None).Network;
        }

        _mlp = new(() => Train("mlp", new MlpOptions(), "train", epochs: 20));
        _conv = new(() => Train("conv", new ConvOptions(), "train[0..2560)", epochs: 1));
        _mlpFile = new(() =>
        {
            var path = Path.Combine(Path.GetTempPath(), $"experiments-peers-{Environment.ProcessId}.safetensors");
            using var file = File.Create(path);
            Mlp.Save(file);
            return path;
        });
    }

    /// <summary>784-100-100-10 sigmoid.</summary>
    public Network Mlp => _mlp.Value;

    /// <summary>32 and 64 filters 5 x 5, each with the ReLU and a 2 x 2 max-pooling; 256 units with the ReLU; 10 classes.</summary>
    public Network Conv => _conv.Value;

    /// <summary>The weights of <see cref="Mlp"/>, for the peer.</summary>
    public string MlpFile => _mlpFile.Value;

    /// <summary>A slice of MNIST.</summary>
    public ImageSlice Slice(string images) => _loader.Load(DataSlice.Create(DatasetCatalogue.Get("mnist"), SliceExpression.Parse(images)));

    /// <summary>A slice of MNIST as networks read it.</summary>
    public IImageSource Images(string images) => new SliceSource(Slice(images));

    public void Dispose()
    {
        if (_mlpFile.IsValueCreated)
        {
            File.Delete(_mlpFile.Value);
        }
    }
}
