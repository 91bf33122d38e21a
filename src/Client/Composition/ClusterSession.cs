using System.Security.Cryptography;
using Experiments.Contracts;
using Experiments.Grains;
using Experiments.Pipeline;
using Experiments.Ports;
using Experiments.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary>Jobs run on a cluster of silos, which serve the same database. Without --db it is the silo on this machine that was started with --local.</summary>
internal sealed class ClusterSession : IStudySession
{
    private const string TlsVariable = "EXPERIMENTS_TLS_";

    private static readonly string[] TlsFiles = ["CERTIFICATE", "KEY", "AUTHORITY"];

    private readonly DatabaseSession _database;
    private readonly IHost _client;

    private ClusterSession(DatabaseSession database, IHost client)
    {
        (_database, _client) = (database, client);
        Studies = new OrleansStudyService(client.Services.GetRequiredService<IClusterClient>(), database.Studies, database.Services);
    }

    public IStudyService Studies { get; }

    public IDatabaseTools Tools => _database.Tools;

    public string Database => _database.Database;

    internal static async Task<IStudySession> OpenAsync(ClientSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var connection = new ClusterConnection
        {
            ClusterId = settings.Cluster!,
            MembershipDatabase = settings.Database is { } database ? ExperimentDatabase.PostgresKeywords(database.Value) : null,
            Tls = ReadTls(),
        };
        var session = (DatabaseSession)await DatabaseSession.OpenAsync(settings, logging, cancellationToken);
        try
        {
            return new ClusterSession(session, await ClientHosting.ConnectAsync(connection, logging, cancellationToken));
        }
        catch (Exception error)
        {
            await session.DisposeAsync();
            throw error is ClusterUnavailableException ? new UsageException(error.Message) : error;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync(CancellationToken.None);
        _client.Dispose();
        await _database.DisposeAsync();
    }

    private static MutualTls? ReadTls()
    {
        const string Variables = $"{TlsVariable}CERTIFICATE, {TlsVariable}KEY and {TlsVariable}AUTHORITY";
        string?[] files = [.. TlsFiles.Select(name => Environment.GetEnvironmentVariable(TlsVariable + name))];
        if (files.All(string.IsNullOrEmpty))
        {
            return null;
        }

        if (!files.All(File.Exists))
        {
            throw new UsageException($"{Variables} must all be set to files that exist, or none.");
        }

        try
        {
            return MutualTls.Read(files[0]!, files[1]!, files[2]!);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{Variables} cannot be read ({error.Message}); they must name PEM files: a certificate, its private key and the authority's certificate.");
        }
    }
}
