using Experiments.Testing;

namespace Experiments.Client.Tests;

/// <summary>One private PostgreSQL for the tests of a class.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private PostgresServer? _server;
    private Task<string>? _database;

    /// <summary>The data sets of the repository.</summary>
    internal static string DataFolder { get; } = Path.Combine(Root(), "data");

    internal PostgresServer Server =>
        _server ?? throw new InvalidOperationException("the test needs PostgreSQL and must be a [PostgresFact].");

    /// <summary>Makes a database at the first call; the same one afterwards. The tests of a class run one after another.</summary>
    internal Task<string> OnceAsync(Func<Task<string>> make) => _database ??= make();

    public async Task InitializeAsync()
    {
        if (PostgresServer.MustRun)
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
