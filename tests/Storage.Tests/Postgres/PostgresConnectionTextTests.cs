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
    [InlineData("postgres://ada:s%40fe%3A1@db.example:6543/lab/", "s@fe:1")]
    [InlineData("postgres://ada:p@ss:w@db.example:6543/lab", "p@ss:w")]
    [InlineData("postgres://ada:a%2Fb%3Fc%23d%25e@db.example:6543/lab?sslmode=require", "a/b?c#d%e")]
    [InlineData("POSTGRES://db.example:6543/lab?user=ada&password=s%26fe", "s&fe")]
    public void Parse_UrlsAsProvidersHandThemOut_ReadTheirPassword(string text, string password)
    {
        var connection = PostgresConnectionText.Parse(text);

        Assert.Equal(("db.example", 6543, "lab", "ada", password), (connection.Host, connection.Port, connection.Database,
            connection.Username, connection.Password));
    }

    [Theory]
    [InlineData("sslmode=require", "Require")]
    [InlineData("sslmode=verify-full", "VerifyFull")]
    [InlineData("sslmode=disable", "Disable")]
    public void Parse_SslMode_IsTheDrivers(string setting, string expected)
    {
        Assert.Equal(expected, PostgresConnectionText.Parse($"postgres://ada@db.example/lab?{setting}").SslMode.ToString());
    }

    [Fact]
    public void Parse_OtherSettings_ReachTheDriver()
    {
        var connection = PostgresConnectionText.Parse(
            "postgres://ada@[::1]:6543/lab?application_name=notes&connect_timeout=7&channel_binding=require&sslrootcert=%2Fca.pem"
                + "&target_session_attrs=read-write&options=-c%20search_path%3Dlab");

        Assert.Equal(
            ("[::1]", 6543, "notes", 7, "Require", "/ca.pem", "read-write", "-c search_path=lab"),
            (connection.Host, connection.Port, connection.ApplicationName, connection.Timeout, connection.ChannelBinding.ToString(),
                connection.RootCertificate, connection.TargetSessionAttributes, connection.Options));
    }

    [Theory]
    [InlineData("postgres://ada:hun/ter2@db.example/lab", "has a '/', '?' or '#' where none can stand; in a user name or password they "
        + "must be written %2F, %3F and %23.")]
    [InlineData("postgres://ada:hun#ter2@db.example/lab", "has a '/', '?' or '#' where none can stand; in a user name or password they "
        + "must be written %2F, %3F and %23.")]
    [InlineData("postgres://ada:hun%ter2@db.example/lab", "has a '%' without two hexadecimal digits; a '%' itself must be written %25.")]
    [InlineData("postgres://ada:hunter2@db.example:hunter2/lab", "has a port that is none; it must be 1 to 65535 (':' and '@' of a user "
        + "name or password must be written %3A and %40).")]
    [InlineData("postgres://ada@db.example/lab?sslmode=hunter2", "has a sslmode that cannot be used; it must be one that libpq takes.")]
    [InlineData("postgres://ada@db.example/lab?connect_timeout=hunter2", "has a connect_timeout that cannot be used; it must be one that "
        + "libpq takes.")]
    [InlineData("postgres://ada@db.example/lab?hunter2=1", "has a setting after '?' that is not known; they must be of application_name, "
        + "channel_binding, connect_timeout, dbname, gssencmode, host, options, passfile, password, port, sslcert, sslkey, sslmode, "
        + "sslpassword, sslrootcert, target_session_attrs, user (a '?' of a password must be written %3F).")]
    public void Parse_BadUrl_HintsAtPercentEncodingAndRepeatsNothing(string text, string fault)
    {
        var error = Assert.Throws<StorageException>(() => PostgresConnectionText.Parse(text));

        Assert.Equal($"database connection {fault}", error.Message);
        Assert.DoesNotContain("ter2", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("postgres://ada:hunter2@db.example", "names no database")]
    [InlineData("postgres://ada:hunter2@db.example/", "names no database")]
    [InlineData("postgres://ada:hunter2@/lab", "names no host")]
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

    [Theory]
    [InlineData("postgres://ada:hun%00ter2@db.example/lab")]
    [InlineData("postgres://ada@db.example/l%00ab")]
    [InlineData("postgres://ada@db.example/lab?application_name=%1b[31m")]
    [InlineData("postgres://ada:hun\nter2@db.example/lab")]
    [InlineData("Host=db.example;Database=lab;Password=hun\0ter2")]
    [InlineData("Host=db.example;Database=la\ud800b")]
    public void Parse_CharactersThatAreNoText_AreRefusedAndNotRepeated(string text)
    {
        var error = Assert.Throws<StorageException>(() => PostgresConnectionText.Parse(text));

        Assert.Equal(
            $"database connection has a character that is no text (a control character or half of a surrogate pair); {Rule}.",
            error.Message);
    }

    [Theory]
    [InlineData("postgres://ada:s%40fe@db.example:6543/lab?sslmode=require&connect_timeout=7")]
    [InlineData("Host=db.example;Port=6543;Database=lab;Username=ada;Password='s;fe'")]
    public async Task Parse_AnyCharacterAnywhere_IsRefusedAsAConnectionOrTaken(string text)
    {
        var taken = 0;
        foreach (var mutant in Mutants(text))
        {
            try
            {
                await using var database = new PostgresDatabase(
                    PostgresConnectionText.Parse(mutant), TimeProvider.System, new StorageOptions());
                taken++;
            }
            catch (StorageException error)
            {
                Assert.StartsWith("database ", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.NotEqual(0, taken);
    }

    /// <summary>With each odd character put before and in place of each character.</summary>
    private static IEnumerable<string> Mutants(string text) =>
        from at in Enumerable.Range(0, text.Length)
        from odd in (string[])["\0", "%00", "\r", "\x1b", "'", "\"", "=", ";", "%", "@", "/", "\ud800", "\u202e", "\ufffe", "9999999999"]
        from removed in (int[])[0, 1]
        select text[..at] + odd + text[(at + removed)..];

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
