using System.Globalization;
using System.Text;

namespace Experiments.Contracts.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("FC100(1e-4), naïve, 図, 🙂", "FC100(1e-4), naïve, 図, 🙂")]
    [InlineData("a\u001b[31mb\u009bK\u0007\u007f\0", "a\\u001b[31mb\\u009bK\\u0007\\u007f\\u0000")]
    [InlineData("a\nb\r\nc\rd\te", "a b c d e")]
    [InlineData("a\u0085b\u2028c\u2029d\ve\ff", "a\\u0085b\\u2028c\\u2029d\\u000be\\u000cf")]
    [InlineData("a\u202eb\u2066c\u200fd\u061ce", "a\\u202eb\\u2066c\\u200fd\\u061ce")]
    [InlineData(
        "a\u200bb\u200dc\ufeffd\u2060e\u00adf\u034fg\u3164h\ufe0f",
        "a\\u200bb\\u200dc\\ufeffd\\u2060e\\u00adf\\u034fg\\u3164h\\ufe0f")]
    [InlineData("a\U000e0041b\uffff", "a\\udb40\\udc41b\\uffff")]
    public void Of_WhatIsNotSeen_StandsAsItsEscape(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Fact]
    public void Of_HalfACharacter_StandsAsItsEscape() =>
        Assert.Equal("a\\ud83db\\ude42", VisibleText.Of(string.Concat("a", (char)0xd83d, "b", (char)0xde42)));

    [Fact]
    public void Lines_TextOfSeveralLines_KeepsThem() => Assert.Equal("a\nb\nc d\\u001b", VisibleText.Lines("a\nb\r\nc\rd\u001b"));

    [Fact]
    public void Of_EveryCharacter_IsVisibleAfterwardsAndTheSameTwice()
    {
        var all = new StringBuilder();
        for (var unit = 0; unit <= char.MaxValue; unit++)
        {
            all.Append((char)unit).Append('.');
        }

        var shown = VisibleText.Of(all.ToString());

        Assert.True(VisibleText.IsVisible(shown));
        Assert.Equal(shown, VisibleText.Of(shown));
        Assert.DoesNotContain(shown, c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }
}
