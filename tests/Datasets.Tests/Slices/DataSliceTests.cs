namespace Experiments.Datasets.Tests;

public class DataSliceTests
{
    [Theory]
    [InlineData("test", "test[0..10000)", 10000)]
    [InlineData("test[0..10000)", "test[0..10000)", 10000)]
    [InlineData("test[..10000)", "test[0..10000)", 10000)]
    [InlineData("train[30000..)", "train[30000..60000)", 30000)]
    public void CanonicalText_OneChoiceWrittenSeveralWays_OneText(string slice, string canonical, int count)
    {
        var made = OfMnist(slice);

        Assert.Equal(canonical, made.CanonicalText);
        Assert.Equal(count, made.Count);
        Assert.Equal("mnist " + canonical, made.ToString());
    }

    [Fact]
    public void CanonicalText_PartAndFirst_AreInIt()
    {
        var part = OfMnist("train", new SplitPart(1, 2, 7));

        Assert.Equal("train[0..60000) part 1/2 seed 7", part.CanonicalText);
        Assert.Equal("train[0..60000) part 1/2 seed 7 first 500", part.Take(500).CanonicalText);
        Assert.Equal("train[0..60000) part 1/2 seed 7", part.Take(30000).CanonicalText);
        Assert.Equal("test[100..600)", OfMnist("test[100..9000)").Take(500).CanonicalText);
        Assert.Equal("test[0..10000)", OfMnist("test", new SplitPart(1, 1, 7)).CanonicalText);
    }

    [Theory]
    [InlineData("train", 2)]
    [InlineData("train[10..20)", 3)]
    [InlineData("train[5..17)", 12)]
    public void Positions_AllParts_DisjointAndComplete(string slice, int parts)
    {
        var whole = OfMnist(slice);
        var pieces = Enumerable.Range(1, parts).Select(p => OfMnist(slice, new SplitPart(p, parts, 3))).ToArray();

        Assert.All(pieces, piece => Assert.Equal(piece.Count, piece.Positions().Length));
        Assert.All(pieces, piece => Assert.Equal(piece.Positions().Order(), piece.Positions()));
        Assert.InRange(pieces.Max(piece => piece.Count) - pieces.Min(piece => piece.Count), 0, 1);
        Assert.Equal(whole.Positions(), pieces.SelectMany(piece => piece.Positions()).Order());
    }

    [Fact]
    public void Positions_OtherSeed_OtherImages() =>
        Assert.NotEqual(
            OfMnist("train", new SplitPart(1, 2, 3)).Positions(),
            OfMnist("train", new SplitPart(1, 2, 4)).Positions());

    /// <summary>The split is part of every result made with it: this text changes only with the promise of the generator.</summary>
    [Fact]
    public void Positions_KnownSeed_KnownImages() =>
        Assert.Equal("0 1 3 5 7 9 12 13 17 19", string.Join(' ', OfMnist("train[0..20)", new SplitPart(1, 2, 0)).Positions()));

    [Fact]
    public void Positions_Taken_FirstOfTheWhole()
    {
        var part = OfMnist("train[100..200)", new SplitPart(2, 2, 3));

        Assert.Equal(part.Positions().Take(7), part.Take(7).Positions());
        Assert.Equal([100, 101, 102], OfMnist("train[100..200)").Take(3).Positions());
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Take(0));
    }

    [Theory]
    [InlineData(
        "train[0..70000)",
        "slice is 'train[0..70000)'; it must be a range with at least one image in [0..60000), the images of 'mnist' train")]
    [InlineData(
        "train[60000..)",
        "slice is 'train[60000..)'; it must be a range with at least one image in [0..60000), the images of 'mnist' train")]
    [InlineData("validation", "split is 'validation'; data set 'mnist' has 'train', 'test'")]
    public void Create_RangeOutsideTheData_NamesTheData(string slice, string message) =>
        Assert.Equal(message, Assert.Throws<DatasetException>(() => OfMnist(slice)).Message);

    [Theory]
    [InlineData(0, 2, "split.part is 0; it must be in [1, 2], split.parts")]
    [InlineData(3, 2, "split.part is 3; it must be in [1, 2], split.parts")]
    [InlineData(1, 0, "split.parts is 0; it must be in [1, 10], the number of images in 'mnist' test[0..10)")]
    [InlineData(1, 11, "split.parts is 11; it must be in [1, 10], the number of images in 'mnist' test[0..10)")]
    public void Create_NoSuchPart_SaysTheRange(int part, int parts, string message) =>
        Assert.Equal(message, Assert.Throws<DatasetException>(() => OfMnist("test[0..10)", new SplitPart(part, parts, 0))).Message);

    [Fact]
    public void Load_Slice_KeepsPositionsAndCopiesImages()
    {
        var loader = new DatasetLoader(DataFolders.Default());
        var all = loader.Load("mnist", "test");

        var slice = loader.Load(OfMnist("test[5..9)", new SplitPart(2, 2, 1)));
        var (x, expected, labels) = (new float[784], new float[784], new int[1]);
        slice.CopyImages([1], x);
        slice.CopyLabels([1], labels);
        all.CopyTo(slice.Positions[1], expected);

        Assert.Equal(2, slice.Count);
        Assert.All(slice.Positions.ToArray(), position => Assert.InRange(position, 5, 8));
        Assert.Equal(expected, x);
        Assert.Equal(all.Labels[slice.Positions[1]], labels[0]);
        Assert.Equal(
            "index is 2; it must be in [0, 2) (Parameter 'index')",
            Assert.Throws<ArgumentOutOfRangeException>(() => slice.CopyImages([2], x)).Message);
    }

    private static DataSlice OfMnist(string slice, SplitPart? part = null) =>
        DataSlice.Create(DatasetCatalogue.Get("mnist"), SliceExpression.Parse(slice), part);
}
