using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attack;

/// <summary>Slices of MNIST as the trainer reads them, and networks trained on it.</summary>
internal sealed class Mnist(ImageSlice slice) : IImageSource
{
    public static Mnist Load(string slice) =>
        new(new DatasetLoader(DataFolders.Default()).Load(DataSlice.Create(DatasetCatalogue.Get("mnist"), SliceExpression.Parse(slice))));

    public static Network Train(ArchitectureOptions architecture, string images, int epochs, ComputeThreads threads)
    {
        var options = new TrainingOptions { Epochs = epochs, Schedule = LearningRateSchedule.Cosine, LearningRate = 0.003 };
        return Trainer.Train(
            architecture, options, seed: 1, Load(images), heldOut: null, threads, progress: null, CancellationToken.None).Network;
    }

    public int Count => slice.Count;

    public TensorShape Shape => slice.Shape;

    public int ClassCount => slice.ClassCount;

    public void CopyImages(ReadOnlySpan<int> indices, Span<float> x) => slice.CopyImages(indices, x);

    public void CopyLabels(ReadOnlySpan<int> indices, Span<int> labels) => slice.CopyLabels(indices, labels);

    /// <summary>All pixels [count, length] and labels [count].</summary>
    public (float[] Images, int[] Labels) Read()
    {
        int[] all = [.. Enumerable.Range(0, Count)];
        var (images, labels) = (new float[Count * Shape.Length], new int[Count]);
        CopyImages(all, images);
        CopyLabels(all, labels);
        return (images, labels);
    }
}
