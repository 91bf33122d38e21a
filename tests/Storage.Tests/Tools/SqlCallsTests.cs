using Experiments.Ports;

namespace Experiments.Storage.Tests;

public sealed class SqlCallsTests
{
    [Theory]
    [InlineData("SELECT count(*) FROM jobs WHERE key IN (SELECT job FROM models)", "count in")]
    [InlineData("SELECT pg_catalog . Pg_Terminate_Backend  (1)", "pg_terminate_backend")]
    [InlineData("SELECT \"lo_import\"('x')", "lo_import")]
    [InlineData("SELECT f/* a (b) /* c */ */ -- d(\n (1)", "f")]
    [InlineData("SELECT 'a(b) ''c(d)' || E'it\\'s f(x)' || $$g(1)$$ || $tag$ h($$2$$) $tag$, i(1)", "i")]
    [InlineData("SELECT \"odd \"\"name\"\"\"(1), (2)", "odd \"name\"")]
    [InlineData("SELECT $1, 2 (3), a.b", "")]
    [InlineData("SELECT 'never ended f(1)", "")]
    [InlineData("/* never ended f(1)", "")]
    [InlineData("$", "")]
    public void In_Statement_FindsNamesBeforeBracketsOutsideOfTextsAndComments(string sql, string names) =>
        Assert.Equal(names, string.Join(' ', SqlCalls.In(sql)));

    [Fact]
    public void In_NameWithEscapes_IsRefused() =>
        Assert.Throws<QueryException>(() => SqlCalls.In("SELECT U&\"pg\\005fterminate_backend\"(1)"));
}
