using System.Security.Cryptography;
using Experiments.Contracts;
using Experiments.Grains;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary>Jobs run on a cluster of silos, which serve the same database. Without --db it is the silo on this machine that was started
/// with --local.</summary>
internal sealed class ClusterEngine : IAsyncDisposable
{
    private const string TlsVariable = "EXPERIMENTS_TLS_";

    private static readonly string[] FileVariables = ["CERTIFICATE", "KEY", "AUTHORITY"];

    private readonly ClusterConnection _connection;
    private readonly ILoggerFactory _logging;
    private readonly CancellationTokenSource _stop = new();
    private Task<IHost>? _client;

    private ClusterEngine(ClusterConnection connection, ILoggerFactory logging) => (_connection, _logging) = (connection, logging);

    /// <returns>The engine, and the connection that it makes when it needs one.</returns>
    internal static Task<(IStudyEngine Engine, IAsyncDisposable? Connection)> OpenAsync(
        ClientSettings settings, JobServices services, CancellationToken cancellationToken)
    {
        var cluster = new ClusterEngine(
            new ClusterConnection
            {
                ClusterId = settings.Cluster!,
                MembershipDatabase = settings.Database is { } database ? ExperimentDatabase.PostgresKeywords(database.Value) : null,
                Tls = ReadTls(settings.Cluster!),
            },
            services.Logging);
        return Task.FromResult<(IStudyEngine, IAsyncDisposable?)>(
            (new OrleansStudyEngine(cluster.ConnectAsync, settings.Cluster!, services), cluster));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_client is not null)
        {
            try
            {
                using var client = await _client;
                await client.StopAsync(CancellationToken.None);
            }
            catch (Exception error) when (error is OperationCanceledException or ClusterUnavailableException)
            {
                // It never stood; who needed it was told.
            }
        }

        _stop.Dispose();
    }

    private async Task<IGrainFactory> ConnectAsync(CancellationToken cancellationToken)
    {
        _client ??= ClientHosting.ConnectAsync(_connection, _logging, _stop.Token);
        return (await _client.WaitAsync(cancellationToken)).Services.GetRequiredService<IClusterClient>();
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
