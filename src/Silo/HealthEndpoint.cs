using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Experiments.Silo;

/// <summary>Answers probes where the silo listens: <c>/health/live</c> while the process answers at all, <c>/health/ready</c> while the
/// silo is active in the membership, takes jobs and reaches its database.</summary>
internal sealed partial class HealthEndpoint(
    SiloSettings settings, ISiloStatusOracle membership, SiloWorker worker, JobServices services, ILogger<HealthEndpoint> logger)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.HealthPort == 0)
        {
            return;
        }

        var database = new KeptAnswer(() => AskDatabaseAsync(stoppingToken), TimeSpan.FromSeconds(1), services.Time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            if (settings.Listens is { } address)
            {
                server.Listen(address, settings.HealthPort);
            }
            else
            {
                server.ListenAnyIP(settings.HealthPort);
            }
        });
        await using var endpoint = builder.Build();
        endpoint.MapGet("/health/live", () => Answer(""));
        endpoint.MapGet("/health/ready", async () => Answer(FindFault() is { Length: > 0 } fault ? fault : await database.GetAsync()));
        endpoint.MapFallback(() => Results.Text("/health/live or /health/ready\n", statusCode: StatusCodes.Status404NotFound));
        await endpoint.StartAsync(stoppingToken);
        Listening(settings.HealthPort);
        await endpoint.WaitForShutdownAsync(stoppingToken);
    }

    private static IResult Answer(string fault) => fault.Length == 0
        ? Results.Text("ok\n")
        : Results.Text($"{fault}\n", statusCode: StatusCodes.Status503ServiceUnavailable);

    private string FindFault() => membership.CurrentStatus != SiloStatus.Active ? $"silo is {membership.CurrentStatus}"
        : worker.State().Draining ? "silo is draining"
        : "";

    private async Task<string> AskDatabaseAsync(CancellationToken stop)
    {
        try
        {
            await services.Ledger.FindDoneAsync([], stop).WaitAsync(Patience, stop);
            return "";
        }
        catch (Exception error) when (error is StorageException or TimeoutException)
        {
            return "database does not answer";
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "health is told at port {Port}")]
    private partial void Listening(int port);
}
