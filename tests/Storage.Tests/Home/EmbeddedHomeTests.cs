namespace Experiments.Storage.Tests;

public sealed class EmbeddedHomeTests
{
    [Theory]
    [InlineData("option", "variable", "option")]
    [InlineData(null, "variable", "variable")]
    [InlineData(null, "", ".experiments")]
    [InlineData(null, null, ".experiments")]
    public void Resolve_CommandLineThenVariableThenDefault(string? option, string? variable, string expected)
    {
        Assert.Equal(expected, EmbeddedHome.Resolve(option, variable).Folder);
    }
}
