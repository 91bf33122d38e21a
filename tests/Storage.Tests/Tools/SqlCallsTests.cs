using Experiments.Ports;

namespace Experiments.Storage.Tests;

public sealed class SqlCallsTests
{
    [Theory]
    [InlineData("SELECT count(*) FROM jobs WHERE key IN (SELECT job FROM models)", "count in")]
    [InlineData("SELECT pg_catalog . Pg_Terminate_Backend  (1)", "pg_terminate_backend")]
    [InlineData("SELECT \"lo_import\"('x')", "lo_import")]
    [InlineData("SELECT f/* a (b) /* c */ */ -- d(\n (1)", "f")]
    [InlineData("SELECT 'a(b) ''c(d)' || $$g(1)$$ || $tag$ h($$2$$) $tag$, i(1)", "i")]
    [InlineData("SELECT \"odd \"\"name\"\"\"(1), (2)", "odd \"name\"")]
    [InlineData("SELECT 2 (3), a.b\r\n-- a line\r\nFROM 'é' || \"ü\" /* ß f(1) */", "2")]
    public void In_Statement_FindsNamesBeforeBracketsOutsideOfTextsAndComments(string sql, string names) =>
        Assert.Equal(names, string.Join(' ', SqlCalls.In(sql)));

    [Theory]
    [InlineData("SELECT 1 --\r, pg_terminate_backend(1)")]
    [InlineData("SELECT 1 \r, 2")]
    [InlineData("SELECT name'\\', pg_terminate_backend(1), name''")]
    [InlineData("SELECT E'it\\'s'")]
    [InlineData("SELECT e''")]
    [InlineData("SELECT U&\"pg\\005fterminate_backend\"(1)")]
    [InlineData("SELECT 1$$ f(1) $$")]
    [InlineData("SELECT a$$ f(1) $$ || $$")]
    [InlineData("SELECT \u00a0$$, f(1), \u00a0$$")]
    [InlineData("SELECT \u2028 1")]
    [InlineData("SELECT 1 \v")]
    [InlineData("SELECT $1")]
    [InlineData("$")]
    [InlineData("SELECT 'never ended f(1)")]
    [InlineData("SELECT \"never ended")]
    [InlineData("SELECT $a$ never ended $b$")]
    [InlineData("/* never ended f(1)")]
    [InlineData("/* /* never ended f(1) */")]
    public void In_StatementThatAServerCouldReadOtherwise_IsRefused(string sql)
    {
        var error = Assert.Throws<QueryException>(() => SqlCalls.In(sql));

        Assert.StartsWith("query has ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, c => char.IsControl(c) || !char.IsAscii(c));
    }
}
