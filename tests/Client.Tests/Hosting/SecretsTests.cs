using Experiments.Hosting;

namespace Experiments.Client.Tests;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("postgres://me:s3cr%40t@db.lab/x", "s3cr@t")]
    [InlineData("postgres://me:s3cr%40t@db.lab/x", "s3cr%40t")]
    [InlineData("postgres://me:s3cr@t@db.lab/x", "s3cr%40t")]
    [InlineData("postgresql+psycopg2://me:s3cret@db.lab/x", "s3cret")]
    [InlineData("jdbc:postgresql://me:s3cret@db.lab/x", "s3cret")]
    [InlineData("me:s3cret@db.lab/x", "s3cret")]
    [InlineData("postgres://me:s3/cr?t@db.lab/x", "s3/cr?t")]
    [InlineData("postgres://db.lab/x?user=me&password=s3cret", "s3cret")]
    [InlineData("Host=db.lab;Database=x;PassWord = 's3;cret'", "s3;cret")]
    [InlineData("Host=db.lab;Database=x;PWD=s3cret", "s3cret")]
    [InlineData("--db=Host=db.lab;passwd=s3cret", "s3cret")]
    [InlineData("postgres://me:pw@db.lab/x", "/home/ada/postgres:/me:pw@db.lab/x")]
    public void Hide_PasswordInAnySpelling_IsNotShown(string argument, string spelling)
    {
        var shown = new Secrets([argument]).Hide($"it is {spelling} and {argument}.");

        Assert.DoesNotContain("s3", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("cr", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(":pw@", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 'a:b@c' AS address")]
    [InlineData("studies/quick.json")]
    [InlineData("--home=/data/me@lab")]
    public void Hide_WhatIsNoConnection_StaysAsItIs(string argument) =>
        Assert.Equal($"file {argument} is missing", new Secrets([argument]).Hide($"file {argument} is missing"));
}
