using Experiments.Storage.Tests;

namespace Experiments.Client.Tests;

/// <summary>One private PostgreSQL for the tests of a class.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgresServer? _server;

    /// <summary>The data sets of the repository.</summary>
    internal static string DataFolder { get; } = Path.Combine(Root(), "data");

    internal PostgresServer Server => _server ?? throw new InvalidOperationException("the test needs PostgreSQL and must be a [PostgresFact].");

    public async Task InitializeAsync()
    {
        if (PostgresFactAttribute.Skipped is null)
        {
            _server = await PostgresServer.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    internal static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Experiments.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Experiments.sln is not above the test.");
        }

        return folder;
    }
}

/// <summary>Skipped where the machine has no PostgreSQL, unless <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = Skipped;

    internal static string? Skipped { get; } =
        PostgresServer.FindBinaries() is not null || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
            ? null
            : "NO POSTGRESQL ON THIS MACHINE: the tests of shared databases did not run (Debian: apt-get install postgresql).";
}

/// <inheritdoc cref="PostgresFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresFactAttribute.Skipped;
}
