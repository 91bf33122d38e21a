using Experiments.Contracts;
using Experiments.Hosting;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Services;
using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary>The engines that this program was built with.</summary>
internal static class Engines
{
#if WITH_ORLEANS
    private static readonly OpenEngine Cluster = ClusterEngine.OpenAsync;
#else
    private static readonly OpenEngine Cluster = (_, _, _) => throw new UsageException(
        "--cluster needs a program with the Orleans client; this one has none: dotnet build src/Client -c Release -p:WithOrleans=true.");
#endif

    private delegate Task<(IStudyEngine Engine, IAsyncDisposable? Connection)> OpenEngine(
        ClientSettings settings, JobServices services, CancellationToken cancellationToken);

    /// <summary>The one place that picks the database and the engine.</summary>
    internal static async Task<IStudySession> OpenAsync(
        ClientSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var wanted = new HostSettings
        {
            Database = settings.Database?.Value,
            Home = settings.Home,
            MakesHome = settings.MakesHome,
            DataFolder = settings.DataFolder,
            // A cluster's silos have their own.
            Backends = settings is { TorchFolder: { } torch, Cluster: null }
                ? threads => BackendPlugins.OpenTorch(threads, torch)
                : null,
        };
        var host = await ExperimentHost.OpenAsync(wanted, logging, cancellationToken);
        try
        {
            var (engine, connection) = settings.Cluster is null
                ? (new EmbeddedStudyEngine(host.Services), null)
                : await Cluster(settings, host.Services, cancellationToken);
            return new StudySession(host, engine, connection);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
