using System.Net;
using System.Text;
using Experiments.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Experiments.Silo;

/// <summary>
/// Answers probes: <c>/health/live</c> while the process answers at all, <c>/health/ready</c> while the silo is active in the membership, takes jobs and reaches its
/// database.
/// </summary>
internal sealed partial class HealthEndpoint(
    SiloSettings settings, ISiloStatusOracle membership, SiloWorker worker, JobServices services, ILogger<HealthEndpoint> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.HealthPort == 0)
        {
            return;
        }

        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://*:{settings.HealthPort}/health/");
        listener.Start();
        Listening(settings.HealthPort);
        await using var stop = stoppingToken.Register(listener.Stop);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync(), stoppingToken);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The endpoint was stopped, or the caller did not wait for its answer.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, CancellationToken stop)
    {
        var fault = context.Request.Url?.AbsolutePath switch
        {
            "/health/live" => "",
            "/health/ready" => await FindFaultAsync(stop),
            _ => null,
        };
        context.Response.StatusCode = (int)(fault switch { null => HttpStatusCode.NotFound, "" => HttpStatusCode.OK, _ => HttpStatusCode.ServiceUnavailable });
        context.Response.ContentType = "text/plain; charset=utf-8";
        var text = Encoding.UTF8.GetBytes(fault switch { null => "/health/live or /health/ready\n", "" => "ok\n", _ => $"{fault}\n" });
        await context.Response.OutputStream.WriteAsync(text, stop);
        context.Response.Close();
    }

    private async Task<string> FindFaultAsync(CancellationToken stop)
    {
        if (membership.CurrentStatus != SiloStatus.Active)
        {
            return $"silo is {membership.CurrentStatus}";
        }

        if (worker.State().Draining)
        {
            return "silo is draining";
        }

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
