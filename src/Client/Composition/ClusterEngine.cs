using System.Security.Cryptography;
using Experiments.Contracts;
using Experiments.Grains;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Experiments.Client;

/// <summary>Jobs run on a cluster of silos, which serve the same database. Without --db it is the silo on this machine that was started
/// with --local.</summary>
internal sealed class ClusterEngine : IAsyncDisposable
{
    private const string TlsVariable = "EXPERIMENTS_TLS_";

    private static readonly string[] FileVariables = ["CERTIFICATE", "KEY", "AUTHORITY"];

    private readonly IHost _client;

    private ClusterEngine(IHost client) => _client = client;

    /// <returns>The engine, and the connection that it needs as long as it is used.</returns>
    internal static async Task<(IStudyEngine Engine, IAsyncDisposable? Connection)> ConnectAsync(
        ClientSettings settings, JobServices services, CancellationToken cancellationToken)
    {
        var connection = new ClusterConnection
        {
            ClusterId = settings.Cluster!,
            MembershipDatabase = settings.Database is { } database ? ExperimentDatabase.PostgresKeywords(database.Value) : null,
            Tls = ReadTls(settings.Cluster!),
        };
        try
        {
            var client = await ClientHosting.ConnectAsync(connection, services.Logging, cancellationToken);
            return (new OrleansStudyEngine(client.Services.GetRequiredService<IClusterClient>(), services), new ClusterEngine(client));
        }
        catch (ClusterUnavailableException error)
        {
            throw new UsageException(error.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync(CancellationToken.None);
        _client.Dispose();
    }

    private static MutualTls? ReadTls(string cluster)
    {
        const string Variables = $"{TlsVariable}CERTIFICATE, {TlsVariable}KEY and {TlsVariable}AUTHORITY";
        string?[] files = [.. FileVariables.Select(name => Environment.GetEnvironmentVariable(TlsVariable + name))];
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
            var revoked = Environment.GetEnvironmentVariable($"{TlsVariable}REVOKED");
            return MutualTls.Read(
                new TlsFiles(files[0]!, files[1]!, files[2]!, string.IsNullOrEmpty(revoked) ? null : revoked), cluster);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"{Variables} (and {TlsVariable}REVOKED) cannot be used ({error.Message}); they must name PEM files: a certificate of this "
                    + "cluster, its private key, the authority's certificate and its list of revoked ones.");
        }
    }
}
