using Experiments.Storage.Tests;

namespace Experiments.Silo.Tests;

/// <summary>Skipped where the machine has no PostgreSQL, unless <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.FindBinaries() is not null || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
        ? null
        : "NO POSTGRESQL ON THIS MACHINE: the tests of silo processes did not run (Debian: apt-get install postgresql).";
}
