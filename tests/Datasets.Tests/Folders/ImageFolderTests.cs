using System.Globalization;
using Experiments.Numerics;

namespace Experiments.Datasets.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Load_ClassFolders_ImagesByClassThenName()
    {
        WriteShapes();
        var loader = Loader();

        var dataset = loader.FindFolder("folder:sets/shapes")!;
        var train = loader.Load(dataset, "train");

        Assert.Equal((new TensorShape(1, 1, 2), 3, "test 1, train 3"), (dataset.Shape, dataset.ClassCount,
            string.Join(", ", dataset.Splits.Select(split => $"{split.Name} {split.Count}"))));
        Assert.Equal([0, 0, 2], train.Labels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], Enumerable.Range(0, 3).SelectMany(i => train.Pixels(i).ToArray()).Select(value => (int)value));
        Assert.Equal([1], loader.Load(dataset, "test").Labels.ToArray());
    }

    [Fact]
    public void Find_ClassesThatAreNumbers_AreInTheOrderOfNumbers()
    {
        foreach (var name in new[] { "10", "2", "0", "11", "1", "007" })
        {
            _root.Write($"sets/digits/train/{name}/0.png", PngBytes.Gray(1, 1, (byte)int.Parse(name, CultureInfo.InvariantCulture)));
        }

        var loader = Loader();
        var dataset = loader.FindFolder("folder:sets/digits")!;
        var train = loader.Load(dataset, "train");

        Assert.Equal(["0", "1", "2", "007", "10", "11"], dataset.ClassNames);
        Assert.Equal([0, 1, 2, 3, 4, 5], train.Labels.ToArray());
        Assert.Equal([0, 1, 2, 7, 10, 11], Enumerable.Range(0, 6).Select(i => (int)train.Pixels(i)[0]));
    }

    [Fact]
    public void Find_FolderWithTooManyPixels_IsRefusedByTheirNumber()
    {
        byte[] large = [.. PngBytes.Signature, .. PngBytes.Header(8192, 8192, 0), .. PngBytes.Chunk("IDAT", new byte[66_000]),
            .. PngBytes.Chunk("IEND", [])];
        for (var i = 0; i <= 256; i++)
        {
            _root.Write($"sets/large/train/a/{i:000}.png", large);
        }

        var error = Assert.Throws<DatasetException>(() => Loader().FindFolder("folder:sets/large"));

        Assert.Equal(
            $"{Path.Combine(_root.Path, "sets/large")} has 17246978048 pixels in its first 257 images; it must have at most 17179869184 "
                + "in all",
            error.Message);
    }

    [Fact]
    public void Find_PipeAmongTheImages_IsRefusedInsteadOfWaitingForAWriter()
    {
        WriteShapes();
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_root.Path, "sets/shapes/train/a/9.png")]))
        {
            mkfifo.WaitForExit();
        }

        var error = Assert.Throws<DatasetException>(() => Loader().FindFolder("folder:sets/shapes"));

        Assert.Contains("is no regular file; it must be one", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindFile_Pipe_IsRefusedInsteadOfWaitingForAWriter()
    {
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_root.Path, "weights.safetensors")]))
        {
            mkfifo.WaitForExit();
        }

        var finder = new DataFileFinder(new DataFolders([_root.Path]));

        Assert.Contains(
            "is no regular file; it must be one", Assert.Throws<DatasetException>(() => finder.Find("weights.safetensors")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Find_AlphaThatVaries_IsCountedAndNamed()
    {
        WriteShapes();
        _root.Write("sets/shapes/train/a/8.png", PngBytes.File(2, 1, 6, [1, 2, 3, 9, 1, 2, 3, 9]));
        Assert.Null(Loader().FindFolder("folder:sets/shapes")!.DroppedAlpha);

        _root.Write("sets/shapes/train/a/9.png", PngBytes.File(2, 1, 6, [1, 2, 3, 9, 1, 2, 3, 8]));

        Assert.Equal(new DroppedAlpha(1, "train/a/9.png"), Loader().FindFolder("folder:sets/shapes")!.DroppedAlpha);
    }

    [Fact]
    public void Find_SameContentElsewhere_SameVersion_OtherContentOrClass_Another()
    {
        WriteShapes();
        var before = Hash();
        _root.Write("other/train/a/0.png", PngBytes.Gray(2, 1, 1, 2));
        Directory.Move(At("sets"), At("moved"));
        Directory.CreateDirectory(At("sets"));
        Directory.Move(At("moved/shapes"), At("sets/shapes"));
        File.Move(At("sets/shapes/train/a/2.png"), At("sets/shapes/train/a/9.png"));
        Assert.Equal(before, Hash());

        File.Move(At("sets/shapes/train/a/9.png"), At("sets/shapes/train/a/0.png"));
        Assert.NotEqual(before, Hash());
        _root.Write("sets/shapes/train/a/0.png", PngBytes.Gray(2, 1, 1, 3));
        var changed = Hash();
        Assert.NotEqual(before, changed);
        File.Move(At("sets/shapes/train/c/0.png"), At("sets/shapes/train/b/0.png"));
        Assert.NotEqual(changed, Hash());
    }

    [Fact]
    public void Find_ClassWithoutImages_IsAClassAndAnotherVersion()
    {
        WriteShapes();
        var (before, classes) = (Hash(), Loader().FindFolder("folder:sets/shapes")!.ClassCount);

        Directory.CreateDirectory(At("sets/shapes/test/z"));

        Assert.Equal(classes + 1, Loader().FindFolder("folder:sets/shapes")!.ClassCount);
        Assert.NotEqual(before, Hash());
    }

    [Fact]
    public void Load_SizesThatDiffer_NeedsResizeAndThenFits()
    {
        WriteShapes();
        _root.Write("sets/shapes/train/b/0.png", PngBytes.File(1, 1, 2, [200, 100, 50]));
        var loader = Loader();
        var dataset = loader.FindFolder("folder:sets/shapes")!;

        Assert.Equal(
            "resize is missing; it must be given: test/b/0.png is 1 x 1 x 2, train/b/0.png is 3 x 1 x 1",
            Assert.Throws<DatasetException>(() => dataset.In(null)).Message);
        Assert.Equal(
            "channels is missing; it must be given: test/b/0.png is 1 x 1 x 2, train/b/0.png is 3 x 1 x 1",
            Assert.Throws<DatasetException>(() => dataset.In(new ImageForm { Height = 1, Width = 1 })).Message);

        var formed = dataset.In(new ImageForm { Height = 2, Width = 4, Channels = 1, Positive = 1 });
        var train = loader.Load(formed, "train");

        Assert.Equal((new TensorShape(1, 2, 4), 2), (train.Shape, train.ClassCount));
        Assert.Equal([0, 0, 1, 0], train.Labels.ToArray());
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], train.Pixels(0).ToArray().Select(value => (int)value));
        Assert.All(train.Pixels(2).ToArray(), value => Assert.Equal(124, value));
    }

    [Fact]
    public void In_CatalogueImages_ResizedWhenTheyAreCopied()
    {
        var images = new LabelledImages(new TensorShape(1, 1, 2), 3, [0, 100, 10, 10], [2, 1]);

        var formed = images.In(new TensorShape(3, 1, 4), positive: 2);

        Assert.Equal((2, 2), (formed.ClassCount, formed.Count));
        Assert.Equal([1, 0], formed.Labels.ToArray());
        Assert.Equal([0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100], formed.Pixels(0).ToArray().Select(value => (int)value));
        var x = new float[24];
        formed.CopyTo([0, 1], x);
        Assert.Equal([25 / 255f, 10 / 255f], [x[1], x[23]]);
        Assert.Same(images, images.In(images.Shape, positive: null));
    }

    [Theory]
    [InlineData("folder:../shapes")]
    [InlineData("folder:/etc")]
    [InlineData("folder:sets//shapes")]
    [InlineData("folder:sets/.hidden")]
    [InlineData("folder:sets/shapes/")]
    [InlineData("folder:")]
    [InlineData("folder:sets\\shapes")]
    public void Find_PathThatLeavesTheDataFolders_IsRefused(string name)
    {
        WriteShapes();

        Assert.StartsWith(
            $"dataset is '{name}'; after 'folder:' it must be a path of letters, digits, '.', '_' and '-' below a data folder",
            Assert.Throws<DatasetException>(() => Loader().FindFolder(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Links_AreRefused()
    {
        WriteShapes();
        _root.Write("secret/x.png", PngBytes.Gray(2, 1, 1, 2));
        File.CreateSymbolicLink(At("sets/shapes/train/a/link.png"), At("secret/x.png"));
        Assert.Equal(
            $"{At("sets/shapes/train/a/link.png")} is a link; it must not be, so that data stay below their folder",
            Assert.Throws<DatasetException>(() => Loader().FindFolder("folder:sets/shapes")).Message);

        Directory.CreateSymbolicLink(At("way"), At("sets"));
        Assert.Equal(
            $"{At("way")} is a link; it must not be, so that data stay below their folder",
            Assert.Throws<DatasetException>(() => Loader().FindFolder("folder:way/shapes")).Message);
    }

    [Fact]
    public void Find_WrongLayout_SaysWhatIsWrong()
    {
        Assert.StartsWith(
            "data set 'folder:none' is not found. A folder none was looked for in", Error("folder:none"), StringComparison.Ordinal);

        _root.Write("flat/a.png", PngBytes.Gray(2, 1, 1, 2));
        Assert.Equal($"{At("flat/a.png")} is a file; an image folder must be laid out as SPLIT/CLASS/NAME.png", Error("folder:flat"));

        _root.Write("photos/train/a/x.jpg", [1]);
        Assert.Equal($"{At("photos/train/a/x.jpg")} is no .png file; image folders must hold nothing else", Error("folder:photos"));

        _root.Write("Big/Train/a/x.png", PngBytes.Gray(2, 1, 1, 2));
        Assert.EndsWith(
            "is the folder of a split; its name must be lower-case letters, digits and hyphens, a letter first",
            Error("folder:Big"),
            StringComparison.Ordinal);

        Directory.CreateDirectory(At("empty/train/a"));
        Assert.StartsWith($"{At("empty")} has 0 images in 1 classes;", Error("folder:empty"), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileChangedSinceItWasDescribed_IsRefused()
    {
        WriteShapes();
        var loader = Loader();
        var dataset = loader.FindFolder("folder:sets/shapes")!;
        var path = _root.Write("sets/shapes/train/a/1.png", PngBytes.Gray(2, 1, 9, 9));

        Assert.Equal(
            $"{path} has changed since the study was planned; plan it again",
            Assert.Throws<DatasetException>(() => loader.Load(dataset, "train")).Message);
    }

    [Fact]
    public void FindFile_BelowADataFolder_PathAndHash()
    {
        var path = _root.Write("weights/net.safetensors", [1, 2, 3]);
        var files = new DataFileFinder(new DataFolders([_root.Path]));

        Assert.Equal(
            new DataFile(path, "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"), files.Find("weights/net.safetensors"));
        Assert.StartsWith(
            "file is '../x'; it must be a path",
            Assert.Throws<DatasetException>(() => files.Find("../x")).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "file 'weights/none' is not found.",
            Assert.Throws<DatasetException>(() => files.Find("weights/none")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(28, null, null, null, "resize has only a height; it must have both")]
    [InlineData(null, null, 2, null, "channels is 2; it must be 1 for gray or 3 for red, green and blue")]
    [InlineData(null, null, null, 10, "labels.positive is 10; it must be in [0, 10), the classes of 'mnist'")]
    public void In_FormThatDoesNotFit_SaysSo(int? height, int? width, int? channels, int? positive, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<DatasetException>(() => DatasetCatalogue.Get("mnist").In(
                new ImageForm { Height = height, Width = width, Channels = channels, Positive = positive })).Message);

    private void WriteShapes()
    {
        _root.Write("sets/shapes/train/a/2.png", PngBytes.Gray(2, 1, 3, 4));
        _root.Write("sets/shapes/train/a/1.png", PngBytes.Gray(2, 1, 1, 2));
        _root.Write("sets/shapes/train/c/0.png", PngBytes.Gray(2, 1, 5, 6));
        _root.Write("sets/shapes/test/b/0.png", PngBytes.Gray(2, 1, 7, 8));
        Directory.CreateDirectory(At("sets/shapes/train/b"));
    }

    private DatasetLoader Loader() => new(new DataFolders([_root.Path]));

    private string Hash() => Loader().FindFolder("folder:sets/shapes")!.Split("train").Format.ContentHash;

    private string Error(string name) => Assert.Throws<DatasetException>(() => Loader().FindFolder(name)).Message;

    private string At(string path) => Path.Combine(_root.Path, path);
}
