using Experiments.Datasets;
using Experiments.Numerics;
using Experiments.Pipeline.Data;

namespace Experiments.Pipeline.Tests;

/// <summary>Small synthetic data sets: noisy prototypes of three classes, learnt in a moment and attacked in another.</summary>
internal sealed class TinyLibrary(char version = 'a') : IDataLibrary
{
    public const int Train = 240;
    public const int Test = 60;

    private const int Classes = 3;

    public IReadOnlyList<DatasetDescription> Datasets { get; } =
    [
        Describe("tiny", new TensorShape(1, 5, 4), version),
        Describe("wide", new TensorShape(1, 5, 5), version),
        Describe("missing", new TensorShape(1, 5, 4), version),
    ];

    public void RequireFiles(DatasetDescription dataset)
    {
        if (dataset.Name == "missing")
        {
            throw new DatasetException("data set 'missing' is not found. Look under the sofa.");
        }
    }

    public LabelledImages Load(DatasetDescription dataset, string split)
    {
        RequireFiles(dataset);
        var count = dataset.Split(split).Count;
        if (dataset.Native is not null)
        {
            throw new NotSupportedException("these images have no other form.");
        }

        var length = dataset.Shape.Length;
        var (pixels, labels) = (new byte[count * length], new ushort[count]);
        for (var i = 0; i < count; i++)
        {
            var random = new CounterRandom(split == "train" ? 1ul : 2ul, RandomPurpose.None, (ulong)i);
            labels[i] = (ushort)random.NextInt(Classes);
            for (var p = 0; p < length; p++)
            {
                var bright = p % Classes == labels[i] ? 160 : 90;
                pixels[i * length + p] = (byte)Math.Clamp(bright + 30 * random.NextGaussian(), 0, 255);
            }
        }

        return new LabelledImages(dataset.Shape, Classes, pixels, labels);
    }

    private static DatasetDescription Describe(string name, TensorShape shape, char version) => new(
        name,
        $"Test images {name}",
        shape,
        Classes,
        [
            new("train", Train, new IdxSplit(new("train-images", new string(version, 64)), new("train-labels", new string('b', 64)))),
            new("test", Test, new IdxSplit(new("test-images", new string('c', 64)), new("test-labels", new string('d', 64)))),
        ],
        "Made by the tests.");
}
