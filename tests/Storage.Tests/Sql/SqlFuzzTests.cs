using Experiments.Ports;
using Experiments.Testing;

namespace Experiments.Storage.Tests;

/// <summary>Damaged connections and statements: see <see cref="Fuzz"/>.</summary>
public sealed class SqlFuzzTests
{
    [Fact]
    public void Connection_Damaged_IsRefusedInWords() => Fuzz.Text(
        [
            "postgres://me:secret@host:5432/name?sslmode=require&application_name=x", "postgresql://me@[::1]/name",
            "Host=a;Port=1;Database=b;Username=c;Password='d;e'", "postgres://me:p%40ss@h/n/",
        ],
        text => PostgresConnectionText.Parse(text), [typeof(StorageException)]);

    [Fact]
    public void Statement_Damaged_IsRefusedInWords() => Fuzz.Text(
        [
            "select 1 -- comment\n", "with a as (select 'x''y' as \"b\") select * from a /* c /* d */ */", "values (1), ($$x$$)",
            "select E'\\'', name from studies where name = 'a'; ", "explain select * from v_transfer",
        ],
        ReadOnlyText.Check, [typeof(QueryException)]);
}
