using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <summary>Connects a process that is no silo to a cluster.</summary>
public static class ClientHosting
{
    internal const string Invariant = "Npgsql";

    // Orleans' client looks for a silo until it finds one. A silo that is up answers within a second or two.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Adds what a client needs to speak to the grains.</summary>
    public static IClientBuilder AddExperiments(this IClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        WireTypes.Configure(builder.Services);
        builder.AddOutgoingGrainCallFilter<FaultReader>();
        return builder;
    }

    /// <summary>Connects.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="logging">Where the client says what it does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A started host with the cluster's <see cref="IClusterClient"/>; disposing it ends the connection.</returns>
    /// <exception cref="ClusterUnavailableException">No silo answers, or the membership cannot be read.</exception>
    public static async Task<IHost> ConnectAsync(ClusterConnection connection, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(logging);
        builder.UseOrleansClient(client => Configure(client.AddExperiments(), connection));
        var host = builder.Build();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await host.StartAsync(patience.Token);
            return host;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            host.Dispose();
            throw;
        }
#pragma warning disable CA1031 // Orleans and the database's driver throw many kinds; to the caller it is all one.
        catch (Exception error)
#pragma warning restore CA1031
        {
            host.Dispose();
            throw new ClusterUnavailableException(
                connection.ClusterId,
                patience.IsCancellationRequested ? $"no silo within {Patience.TotalSeconds:0} s" : error.GetBaseException().GetType().Name,
                error);
        }
    }

    private static void Configure(IClientBuilder client, ClusterConnection connection)
    {
        if (connection.MembershipDatabase is { } database)
        {
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, database));
            client.Configure<Orleans.Configuration.ClusterOptions>(options => options.ClusterId = options.ServiceId = connection.ClusterId);
        }
        else
        {
            client.UseLocalhostClustering(connection.GatewayPort, connection.ClusterId, connection.ClusterId);
        }

        if (connection.Tls is { } tls)
        {
            client.UseTls(tls.Apply);
        }
    }
}
