using System.Collections.Concurrent;
using System.Security.Cryptography;
using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>What the tests of a class work with: a private PostgreSQL that all classes at work share, a folder, and what undisturbed runs
/// leave. The last class to end takes the server down.</summary>
public sealed class Lab : IAsyncLifetime
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly ConcurrentDictionary<string, Lazy<Task<Outcome>>> Undisturbed = new();
    private static int _users;
    private static PostgresServer? _shared;

    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-faults-").FullName;

    internal PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (!PostgresServer.MustRun)
        {
            return;
        }

        await Gate.WaitAsync();
        try
        {
            Server = _shared ??= await PostgresServer.StartAsync();
            _users++;
        }
        finally
        {
            Gate.Release();
        }
    }

    public async Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await Gate.WaitAsync();
        try
        {
            if (_shared is not null && --_users == 0)
            {
                await _shared.DisposeAsync();
                _shared = null;
            }
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>A new empty folder.</summary>
    internal string Folder() => Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;

    /// <summary>A new database of the shared server.</summary>
    internal async Task<LabDatabase> CreateDatabaseAsync() => await CreateDatabaseAsync(Server);

    /// <summary>A new database of a server.</summary>
    internal async Task<LabDatabase> CreateDatabaseAsync(PostgresServer server) =>
        new(this, server, new Uri(await server.CreateDatabaseAsync()).AbsolutePath[1..]);

    /// <summary>What the study leaves when nothing goes wrong: one worker, one job at a time.</summary>
    internal Task<Outcome> UndisturbedAsync(FaultStudy study) => Undisturbed.GetOrAdd(study.Text, _ => new(async () =>
    {
        var database = await CreateDatabaseAsync();
        await database.SubmitAsync(study);
        await using var worker = database.Start("work", "--until-idle", "--slots", "1", "--quiet");
        await worker.SucceedAsync();
        return await database.OutcomeAsync(study);
    })).Value;

    /// <summary>Every file that <c>export</c> writes, with the hash of its bytes.</summary>
    internal async Task<IReadOnlyList<string>> ExportAsync(string folder, string? database, FaultStudy study)
    {
        var tables = Path.Combine(Folder(), "tables");
        await using var export = ClientProcess.Start(folder, database, "export", study.Name, "--out", tables, "--quiet");
        await export.SucceedAsync();
        return
        [
            .. Directory.GetFiles(tables).Order(StringComparer.Ordinal)
                .Select(
                    file =>
                        $"{Path.GetFileName(file)}: {new FileInfo(file).Length} bytes, "
                            + $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"),
        ];
    }
}

/// <param name="Files">The exported tables, one line per file with the hash of its bytes.</param>
/// <param name="Rows">Every row of every table that holds results, and every artifact with the hash of its stored bytes.</param>
internal sealed record Outcome(IReadOnlyList<string> Files, IReadOnlyList<string> Rows)
{
    /// <summary>The same bytes in every file; the same rows, none of them twice.</summary>
    internal void AssertEquals(Outcome actual)
    {
        Assert.NotEmpty(Files);
        Assert.NotEmpty(Rows);
        Assert.Equal(Files, actual.Files);
        Assert.Equal(Rows, actual.Rows);
    }
}
