namespace Experiments.Reporting.Tests;

public sealed class GridTests
{
    [Fact]
    public void Layout_EnoughRoom_IsOneBlock() => Assert.Equal(
        """
        name         first  second
        -----------  -----  ------
        alpha-beta       1      22
        gamma delta    333       4
        """, Layout(80));

    [Fact]
    public void Layout_TooNarrowForNames_WrapsThemAndSetsColumnsCloser() => Assert.Equal(
        """
        name   first second
        ------ ----- ------
        alpha-     1     22
        beta
        gamma    333      4
        delta
        """, Layout(19));

    [Fact]
    public void Layout_TooNarrowForOneBlock_CutsIntoBlocksThatRepeatTheNames() => Assert.Equal(
        """
        name      first
        --------- -----
        alpha-        1
        beta
        gamma       333
        delta

        name     second
        -------- ------
        alpha-       22
        beta
        gamma         4
        delta
        """, Layout(15));

    [Fact]
    public void Layout_CellWiderThanTheTerminal_IsNotCut() => Assert.Contains("333", Layout(1), StringComparison.Ordinal);

    [Fact]
    public void Layout_StackedCells_LinesStandUnderEachOther()
    {
        var grid = new Grid(
            [new("a", RightAligned: false), new("long head", RightAligned: true)],
            [[GridCell.Of("x"), new([new("1.5"), new("(2)", Tone.Muted)])], [GridCell.Empty, GridCell.Of("7")]], spaced: true);

        Assert.Equal("   long\na  head\n-  ----\nx   1.5\n    (2)\n\n      7", Text(grid.Layout(80)));
    }

    [Theory]
    [InlineData("FC10(1e-4)", "FC10(1e-4)")]
    [InlineData("FC100-100-10", "FC100-|100-|10")]
    [InlineData("noise -3 x-", "noise|-3|x-")]
    [InlineData("one-two three", "one-|two|three")]
    public void Pieces_Text_BreaksAtSpacesAndAfterHyphensButNotInNumbers(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', TextWrap.Pieces(text, atHyphens: true)));

    [Theory]
    [InlineData(5, "a-b c|longer|d")]
    [InlineData(3, "a-b|c|longer|d")]
    [InlineData(80, "a-b c longer d")]
    public void Lines_Text_FillsEveryLine(int width, string expected) =>
        Assert.Equal(expected, string.Join('|', TextWrap.Lines("a-b c longer d", width, atHyphens: false)));

    private static string Layout(int width) => Text(new Grid(
        [new("name", RightAligned: false, NamesRow: true), new("first", RightAligned: true), new("second", RightAligned: true)],
        [
            [GridCell.Of("alpha-beta"), GridCell.Of("1"), GridCell.Of("22")],
            [GridCell.Of("gamma delta"), GridCell.Of("333"), GridCell.Of("4")],
        ], spaced: false).Layout(width));

    private static string Text(IEnumerable<StyledLine> lines) => string.Join('\n', lines);
}
