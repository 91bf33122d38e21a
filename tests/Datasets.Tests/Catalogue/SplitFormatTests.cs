using Experiments.Numerics;

namespace Experiments.Datasets.Tests;

/// <summary>A data set in a format of its own: one class, and nothing else knows of it.</summary>
public sealed class SplitFormatTests : IDisposable
{
    private const int ImagesPerFile = 2;

    private static readonly TensorShape Shape = new(3, 2, 2);
    private static readonly byte[][] Batches = [.. Enumerable.Range(1, 6).Select(Batch)];

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Load_FiveFilesWithLabelsInside_AreOneSplit()
    {
        Write(1, 2, 3, 4, 5, 6);

        var (train, test) = (Loader().Load(Small(), "train"), Loader().Load(Small(), "test"));

        Assert.Equal((10, 2, Shape), (train.Count, test.Count, train.Shape));
        Assert.Equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6], train.Labels.ToArray());
        Assert.Equal(Batches[4].AsSpan(14, 12).ToArray(), train.Pixels(9).ToArray());
        Assert.Equal(Batches[5].AsSpan(1, 12).ToArray(), test.Pixels(0).ToArray());
    }

    [Fact]
    public void Load_SliceInAForm_IsMadeOfTheSplitsImages()
    {
        Write(1, 2, 3, 4, 5, 6);
        var formed = Small().In(new ImageForm { Channels = 1, Height = 1, Width = 1, Positive = 3 });

        var slice = Loader().Load(DataSlice.Create(formed, SliceExpression.Parse("train[2..6)")));

        var labels = new int[4];
        slice.CopyLabels([0, 1, 2, 3], labels);
        Assert.Equal((new TensorShape(1, 1, 1), 2), (slice.Shape, slice.ClassCount));
        Assert.Equal([0, 1, 1, 0], labels);
    }

    [Fact]
    public void ContentHash_OfFilesInAnotherOrder_IsAnother()
    {
        var (one, other) = (new BatchSplit(Files(1, 2, 3, 4, 5)), new BatchSplit(Files(1, 2, 3, 5, 4)));

        Assert.Equal(one.ContentHash, new BatchSplit(Files(1, 2, 3, 4, 5)).ContentHash);
        Assert.NotEqual(one.ContentHash, other.ContentHash);
    }

    [Fact]
    public void Load_OneOfFiveFilesMissing_SaysWhereItLooked()
    {
        Write(1, 2, 3, 5, 6);

        var error = Assert.Throws<DatasetException>(() => Loader().Load(Small(), "train"));

        Assert.Null(Loader().Locate(Small()));
        Assert.Equal(
            string.Join(
                Environment.NewLine,
                "data set 'small' is not found. batch_1.bin, batch_2.bin, batch_3.bin, batch_4.bin, batch_5.bin were looked for in",
                "  " + Path.Combine(_root.Path, "small"),
                "Ask the author."),
            error.Message);
    }

    [Fact]
    public void Load_OneByteChanged_NamesTheFile()
    {
        Write(1, 2, 3, 4, 5, 6);
        _root.Write("small/batch_4.bin", Batches[0]);

        var error = Assert.Throws<DatasetException>(() => Loader().Load(Small(), "train"));

        Assert.StartsWith(
            $"{Path.Combine(_root.Path, "small", "batch_4.bin")}: the SHA-256 of its unpacked content is ",
            error.Message,
            StringComparison.Ordinal);
    }

    private static DatasetDescription Small() => new(
        "small",
        "Twelve small images",
        Shape,
        8,
        [new("train", 5 * ImagesPerFile, new BatchSplit(Files(1, 2, 3, 4, 5))), new("test", ImagesPerFile, new BatchSplit(Files(6)))],
        "Ask the author.");

    private static DatasetFile[] Files(params int[] batches) =>
        [.. batches.Select(batch => new DatasetFile($"batch_{batch}.bin", ContentHashes.Of(Batches[batch - 1])))];

    /// <summary>Two images with labels <paramref name="number"/> and one more, each before its pixels.</summary>
    private static byte[] Batch(int number) =>
        [.. Enumerable.Range(0, ImagesPerFile).SelectMany(
            i => Enumerable.Range(0, Shape.Length).Select(p => (byte)(20 * number + 5 * i + p)).Prepend((byte)(number + i)))];

    private DatasetLoader Loader() => new(new DataFolders([_root.Path]));

    private void Write(params int[] batches)
    {
        foreach (var batch in batches)
        {
            _root.Write($"small/batch_{batch}.bin", Batches[batch - 1]);
        }
    }

    /// <summary>As CIFAR-10 lies in its binary files: any number of them, in each image a byte with its label and the bytes of its
    /// pixels.</summary>
    private sealed class BatchSplit(IReadOnlyList<DatasetFile> batches) : ISplitFormat
    {
        public string ContentHash { get; } = ContentHashes.Of([.. batches.Select((batch, i) => ($"batch {i + 1}", batch.Sha256))]);

        public string Files => string.Join(", ", batches.Select(batch => batch.Name));

        public bool MakesAnyShape => false;

        public bool IsIn(string folder) => batches.All(batch => batch.In(folder) is not null);

        public LabelledImages Read(string folder, DatasetDescription dataset, SplitDescription split)
        {
            var (pixels, labels) = (new byte[split.Count * dataset.Shape.Length], new ushort[split.Count]);
            var image = 0;
            foreach (var batch in batches)
            {
                var path = batch.In(folder)!;
                var content = File.ReadAllBytes(path);
                batch.Require(path, ContentHashes.Of(content));
                foreach (var row in content.Chunk(1 + dataset.Shape.Length))
                {
                    labels[image] = row[0];
                    row.AsSpan(1).CopyTo(pixels.AsSpan(image * dataset.Shape.Length));
                    image++;
                }
            }

            return new LabelledImages(dataset.Shape, dataset.ClassCount, pixels, labels);
        }
    }
}
