using Experiments.Ports;

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

    [Theory]
    [InlineData("postgres://ada:hunter2@db.example/lab", null, "--home")]
    [InlineData("postgres:/ada:hunter2@db.example/lab", null, "--home")]
    [InlineData(null, "PostgreSQL://ada:hunter2@db.example/lab", "EXPERIMENTS_HOME")]
    [InlineData("mysql://ada:hunter2@db.example/lab", null, "--home")]
    public void Resolve_Url_IsRefusedWithoutThePassword(string? option, string? variable, string name)
    {
        var error = Assert.Throws<StorageException>(() => EmbeddedHome.Resolve(option, variable));

        Assert.Equal($"{name} is a URL; it must be a folder: a database server is named with --db.", error.Message);
    }
}
