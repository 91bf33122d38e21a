namespace Experiments.Settings.Tests;

public sealed class CatalogueTests
{
    private static readonly OptionsCatalogue<SampleType, SampleOptions> Samples = SampleType.Catalogue;

    [Fact]
    public void Names_OfEntriesInAnotherOrder_AreAlphabetical()
    {
        Assert.Equal(["plain", "rich"], Samples.Names);
        Assert.Equal(["rich", "plain"], Samples.Select(entry => entry.Name));
    }

    [Fact]
    public void Item_MisspeltName_ListsNamesAndSuggestsOne() =>
        Assert.Equal(
            "sample is 'pain'; it must be one of: plain, rich. Did you mean 'plain'? (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => Samples["pain"]).Message);

    [Fact]
    public void Find_UnknownName_IsNull() => Assert.Null(Samples.Find("Rich"));

    [Fact]
    public void Of_OptionsOfAnEntry_IsTheEntry()
    {
        Assert.Equal("rich", Samples.Of(new RichOptions()).Name);
        Assert.Equal("plain", ((IOptionsCatalogue)Samples).NameOf(typeof(PlainOptions)));
    }

    [Fact]
    public void Of_OptionsOfNone_ListsWhoseThereAre() =>
        Assert.Equal(
            "options are OtherOptions; they must be one of: RichOptions, PlainOptions. (Parameter 'options')",
            Assert.Throws<ArgumentException>(() => Samples.Of(new OtherOptions())).Message);

    [Fact]
    public void Create_TwoEntriesOfOneName_IsRefused() =>
        Assert.Throws<ArgumentException>(
            () => new Catalogue<SampleType>("sample", new SampleType("a", typeof(RichOptions)), new SampleType("a", typeof(PlainOptions))));

    private sealed record OtherOptions : SampleOptions;
}
