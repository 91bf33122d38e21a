using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Services;
using Experiments.Ports;
using Experiments.Storage;
using Microsoft.Extensions.Logging;

#pragma warning disable RS0030 // A composition root: the clock of the whole program is named here.

namespace Experiments.Hosting;

/// <summary>What a program stands on: an open database with its artifacts, the data sets of this machine, and what computes here. The one
/// place that puts them together.</summary>
public sealed class ExperimentHost : IAsyncDisposable
{
    private readonly ExperimentDatabase _database;
    private readonly ComputeThreads _threads;

    private ExperimentHost(ExperimentDatabase database, ComputeThreads threads, JobServices services)
    {
        (_database, _threads, Services) = (database, threads, services);
        Studies = new StoredStudyReader(services);
    }

    /// <summary>For engines.</summary>
    public JobServices Services { get; }

    public IStudyReader Studies { get; }

    public IDatabaseTools Tools => _database.Tools;

    /// <summary>Where the data is, for people; holds no secret.</summary>
    public string Database => _database.Description;

    /// <exception cref="StorageException">The database cannot be used.</exception>
    /// <exception cref="PlatformNotSupportedException">A device that the settings name cannot be used here.</exception>
    public static async Task<ExperimentHost> OpenAsync(HostSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var time = TimeProvider.System;
        var options = new StorageOptions
        {
            Create = settings.MakesHome, Logging = logging, Kinds = [.. JobKinds.All.Select(kind => (kind.Name, kind.Version))],
        };
        var database = settings.Database is { } connection
            ? await ExperimentDatabase.OpenPostgresAsync(connection, time, options, cancellationToken)
            : await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(settings.Home), time, options, cancellationToken);
        var threads = new ComputeThreads(Environment.ProcessorCount);
        try
        {
            var services = new JobServices
            {
                Ledger = database.Ledger,
                Artifacts = database.Artifacts,
                Results = database.Results,
                Silos = database.Silos,
                Data = new CatalogueLibrary(DataFolders.Default(settings.DataFolder)),
                Threads = threads,
                Time = time,
                Logging = logging,
            };
            return new ExperimentHost(
                database, threads, settings.Backends is { } open ? services with { Backends = open(threads) } : services);
        }
        catch
        {
            threads.Dispose();
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _threads.Dispose();
        await _database.DisposeAsync();
    }
}

/// <summary>What tells a program its database and its data.</summary>
public sealed record HostSettings
{
    /// <summary>PostgreSQL; null for a file in <see cref="Home"/>. Holds a password: never shown.</summary>
    public string? Database { get; init; }

    /// <summary>Folder of the database's file and the artifacts, where there is no server.</summary>
    public required string Home { get; init; }

    /// <summary>Makes the folder and its database where they are missing; otherwise that is an error.</summary>
    public bool MakesHome { get; init; } = true;

    /// <summary>Searched for data sets before the usual places; null for none.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Opens what computes networks; null for the CPU backend alone.</summary>
    public Func<ComputeThreads, ComputeBackends>? Backends { get; init; }

    public override string ToString() => $"home {Home}";
}
