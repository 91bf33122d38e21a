namespace Experiments.Contracts.Tests;

public sealed class KeyTests
{
    private static readonly string Digits = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    [Fact]
    public void Parse_SixtyFourLowerCaseDigits_KeepsThem()
    {
        Assert.Equal(Digits, JobKey.Parse(Digits).ToString());
        Assert.Equal(Digits, ArtifactHash.Parse(Digits).ToString());
        Assert.Equal("0123456789ab", JobKey.Parse(Digits).Short);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123")]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdeg0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public void Parse_AnythingElse_SaysWhatItMustBe(string text)
    {
        var key = Assert.Throws<FormatException>(() => JobKey.Parse(text));
        var hash = Assert.Throws<FormatException>(() => ArtifactHash.Parse(text));

        Assert.Equal($"job key is '{text}'; it must be 64 lower-case hexadecimal digits.", key.Message);
        Assert.Equal($"artifact hash is '{text}'; it must be 64 lower-case hexadecimal digits.", hash.Message);
    }
}
