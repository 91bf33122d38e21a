using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary>The engines that this program was built with.</summary>
internal static class Engines
{
#if WITH_ORLEANS
    private static readonly OpenSession Cluster = ClusterSession.OpenAsync;
#else
    private static readonly OpenSession Cluster = (_, _, _) => throw new UsageException(
        "--cluster needs a program with the Orleans client; this one has none: dotnet build src/Client -c Release -p:WithOrleans=true.");
#endif

    /// <summary>The one place that picks the engine.</summary>
    internal static Task<IStudySession> OpenAsync(ClientSettings settings, ILoggerFactory logging, CancellationToken cancellationToken) =>
        settings.Cluster is null ? DatabaseSession.OpenAsync(settings, logging, cancellationToken) : Cluster(settings, logging, cancellationToken);
}
