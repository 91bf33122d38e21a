using System.Security.Cryptography;
using Experiments.Numerics;

namespace Experiments.Datasets.Tests;

public sealed class DatasetLoaderTests : IDisposable
{
    private static readonly byte[] Images = IdxBytes.Images(3, 2, 2);
    private static readonly byte[] Labels = IdxBytes.Labels(2, 0, 1);

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Load_GoodFiles_ImagesAndLabels(bool gzipImages, bool gzipLabels)
    {
        Write("images", Images, gzipImages);
        Write("labels", Labels, gzipLabels);

        var loaded = Loader().Load(Tiny(), "train");

        Assert.Equal(3, loaded.Count);
        Assert.Equal([2, 0, 1], loaded.Labels.ToArray());
        Assert.Equal(Images.AsSpan(20, 4).ToArray(), loaded.Pixels(1).ToArray());
    }

    [Fact]
    public void Load_Twice_ReadsOnce()
    {
        Write("images", Images);
        Write("labels", Labels);
        var loader = Loader();

        var first = loader.Load(Tiny(), "train");
        File.Delete(At("tiny/images"));

        Assert.Same(first, loader.Load(Tiny(), "train"));
    }

    [Fact]
    public void Load_AfterAFailure_TriesAgain()
    {
        var loader = Loader();
        Assert.Throws<DatasetException>(() => loader.Load(Tiny(), "train"));
        Write("images", Images);
        Write("labels", Labels);

        Assert.Equal(3, loader.Load(Tiny(), "train").Count);
    }

    [Fact]
    public void Load_FolderWithOneOfTwoFiles_GoesOnToTheNext()
    {
        _root.Write("first/tiny/images", Images);
        Write("images", Images);
        Write("labels", Labels);

        var loader = new DatasetLoader(new DataFolders([At("first"), _root.Path]));

        Assert.Equal(3, loader.Load(Tiny(), "train").Count);
    }

    [Fact]
    public void Load_Missing_SaysWhereItLookedAndHowToGetIt()
    {
        var loader = new DatasetLoader(new DataFolders([At("a"), At("b")]));

        var error = Assert.Throws<DatasetException>(() => loader.Load(Tiny(), "train"));

        Assert.Equal(
            string.Join(
                Environment.NewLine,
                "data set 'tiny' is not found. images and labels, plain or .gz, were looked for in",
                "  " + At("a/tiny"),
                "  " + At("b/tiny"),
                "Ask the author."),
            error.Message);
    }

    [Fact]
    public void Load_LabelOutOfRange_NamesByteAndImage()
    {
        Write("images", Images);
        Write("labels", IdxBytes.Labels(2, 0, 3));

        AssertFault("labels", 10, "the label of image 2 is 3; it must be in [0, 3)");
    }

    [Fact]
    public void Load_FewerImagesThanLabels_NamesBothCounts()
    {
        Write("images", IdxBytes.Images(2, 2, 2));
        Write("labels", Labels);

        AssertFault("images", 4, $"the number of images is 2; it must be 3, the number of labels in {At("tiny/labels")}");
    }

    [Fact]
    public void Load_OtherNumberOfLabels_NamesTheSplit()
    {
        Write("images", Images);
        Write("labels", IdxBytes.Labels(2, 0));

        AssertFault("labels", 4, "the number of labels is 2; it must be 3, the number of images of 'tiny' train");
    }

    [Fact]
    public void Load_OtherImageSize_NamesTheSide()
    {
        Write("images", IdxBytes.Images(3, 2, 4));
        Write("labels", Labels);

        AssertFault("images", 12, "the image width is 4; it must be 2");
    }

    [Theory]
    [InlineData("images")]
    [InlineData("labels")]
    public void Load_OneByteChanged_NamesBothHashes(string file)
    {
        Write("images", Images);
        Write("labels", Labels);
        var expected = Sha256(File.ReadAllBytes(At($"tiny/{file}")));
        var changed = File.ReadAllBytes(At($"tiny/{file}"));
        changed[^1] ^= 1;
        Write(file, changed);

        var error = Assert.Throws<DatasetException>(() => Loader().Load(Tiny(), "train"));

        Assert.Equal(
            $"{At($"tiny/{file}")}: the SHA-256 of its unpacked content is {Sha256(changed)}; it must be {expected}. The file is damaged "
                + "or of another data set.",
            error.Message);
    }

    [Fact]
    public void Load_UnknownNames_ListsTheKnownOnes()
    {
        Assert.Equal(
            "dataset is 'cifar'; it must be one of: fashion-mnist, mnist.",
            Assert.Throws<DatasetException>(() => Loader().Load("cifar", "train")).Message);
        Assert.Equal(
            "split is 'validation'; data set 'mnist' has 'train', 'test'",
            Assert.Throws<DatasetException>(() => Loader().Load("mnist", "validation")).Message);
    }

    [Fact]
    public void Locate_AllFilesThere_TheirFolder()
    {
        Assert.Null(Loader().Locate(Tiny()));
        Write("images", Images, gzip: true);
        Assert.Null(Loader().Locate(Tiny()));
        Write("labels", Labels);
        Assert.Equal(At("tiny"), Loader().Locate(Tiny()));
    }

    private static DatasetDescription Tiny() =>
        new(
            "tiny", "Three images", new TensorShape(1, 2, 2), 3,
            [new("train", 3, new IdxSplit(new("images", Sha256(Images)), new("labels", Sha256(Labels))))], "Ask the author.");

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private DatasetLoader Loader() => new(new DataFolders([_root.Path]));

    private string At(string path) => Path.Combine(_root.Path, path);

    private void Write(string file, byte[] content, bool gzip = false) =>
        _root.Write($"tiny/{file}{(gzip ? ".gz" : "")}", gzip ? IdxBytes.Gzip(content) : content);

    private void AssertFault(string file, long position, string problem)
    {
        var error = Assert.Throws<DataFileException>(() => Loader().Load(Tiny(), "train"));
        Assert.Equal($"{At($"tiny/{file}")}, byte {position}: {problem}", error.Message);
        Assert.Equal(position, error.Position);
    }
}
