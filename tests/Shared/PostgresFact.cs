namespace Experiments.Testing;

/// <summary>A test that needs a PostgreSQL; skipped, loudly, unless <see cref="PostgresServer.MustRun"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = Skipped;

    internal static string? Skipped { get; } = PostgresServer.MustRun
        ? null
        : "NO POSTGRESQL ON THIS MACHINE: a test of shared databases did not run (Debian: apt-get install postgresql).";
}

/// <inheritdoc cref="PostgresFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresFactAttribute.Skipped;
}
