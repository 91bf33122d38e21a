using Experiments.Ports;

namespace Experiments.Storage.Tests;

public sealed class PostgresConnectionTextTests
{
    private const string Rule = "it must be postgres://user:password@host:port/database or Host=…;Database=…;Username=…;Password=…";

    [Theory]
    [InlineData("postgres://ada:s%40fe%3A1@db.example:6543/lab")]
    [InlineData("postgresql://ada:s%40fe%3A1@db.example:6543/lab")]
    [InlineData("Host=db.example;Port=6543;Database=lab;Username=ada;Password=s@fe:1")]
    public void Parse_EitherForm_ReadsAllParts(string text)
    {
        var connection = PostgresConnectionText.Parse(text);

        Assert.Equal(("db.example", 6543, "lab", "ada", "s@fe:1"), (connection.Host, connection.Port, connection.Database,
            connection.Username, connection.Password));
    }

    [Fact]
    public void Parse_NoPort_IsPostgresOwn()
    {
        Assert.Equal(5432, PostgresConnectionText.Parse("postgres://ada@db.example/lab").Port);
    }

    [Theory]
    [InlineData("postgres://ada:hunter2@db.example", "names no database")]
    [InlineData("postgres://ada:hunter2@:99999/lab", "is no URL")]
    [InlineData(
        "postgres://ada:hunter2@db.example/lab?sslmode=require", "has a part after '?' or '#', which only the keyword form can say")]
    [InlineData("Database=lab;Password=hunter2", "names no host")]
    [InlineData("Host=db.example;Password=hunter2", "names no database")]
    [InlineData("hunter2", "cannot be read")]
    [InlineData("Host=db.example;Hunter2=hunter2", "cannot be read")]
    [InlineData("Host=db.example;Port=hunter2", "cannot be read")]
    [InlineData("", "names no host")]
    public void Parse_Malformed_SaysWhatIsWrongAndRepeatsNothing(string text, string fault)
    {
        var error = Assert.Throws<StorageException>(() => PostgresConnectionText.Parse(text));

        Assert.Equal($"database connection {fault}; {Rule}.", error.Message);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Open_NobodyListens_SaysSoAtOnceWithoutThePassword()
    {
        var error = await Assert.ThrowsAsync<StorageException>(() => ExperimentDatabase.OpenPostgresAsync(
            "postgres://ada:hunter2@127.0.0.1:1/lab", TimeProvider.System, null, CancellationToken.None));

        Assert.Equal("database 'lab' at 127.0.0.1:1 cannot be reached: Connection refused", error.Message);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.True(error.Transient);
    }
}
