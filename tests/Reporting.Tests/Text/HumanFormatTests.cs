using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

public sealed class HumanFormatTests
{
    [Theory]
    [InlineData(0, "0.00 %")]
    [InlineData(0.0741, "7.41 %")]
    [InlineData(0.29, "29.00 %")]
    [InlineData(1, "100.00 %")]
    public void Rate_Fraction_IsPercentWithTwoDecimals(double fraction, string expected) =>
        Assert.Equal(expected, HumanFormat.Rate(fraction));

    [Theory]
    [InlineData(0.067, "6.7 %")]
    [InlineData(0.0164, "1.64 %")]
    [InlineData(0.1, "10 %")]
    [InlineData(0, "0 %")]
    [InlineData(0.0057, "0.57 %")]
    public void PublishedRate_Fraction_HasTheDecimalsItWasPublishedWith(double fraction, string expected) =>
        Assert.Equal(expected, HumanFormat.PublishedRate(fraction));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "100")]
    [InlineData(0.9996, "100.0")]
    [InlineData(0.7186, "71.9")]
    public void BarePercent_Fraction_HasNoDecimalsOnlyAtTheEnds(double fraction, string expected) =>
        Assert.Equal(expected, HumanFormat.BarePercent(fraction));

    [Theory]
    [InlineData(-1, "0.0 s")]
    [InlineData(0.84, "0.8 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.6, "1 min 00 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7620, "2 h 07 min")]
    [InlineData(90061, "25 h 01 min")]
    public void Duration_Span_IsWhatPeopleSay(double seconds, string expected) =>
        Assert.Equal(expected, HumanFormat.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Value_Key_IsShortened() => Assert.Equal("0123456789ab", HumanFormat.Value("0123456789abcdef", ColumnFormat.Key));

    [Fact]
    public void TableValue_WrongKind_Throws()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TableValue.Of("x").Number);

        Assert.Equal("table value is of kind Text; it must be of kind Number.", error.Message);
    }
}
