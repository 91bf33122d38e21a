using System.Data.Common;
using Experiments.Contracts;
using Experiments.Grains;
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
/// silo is active in the membership, takes jobs, and may do with the database what it needs: write the ledger, the membership and
/// reminders.</summary>
internal sealed partial class HealthEndpoint(
    SiloSettings settings, ISiloStatusOracle membership, SiloWorker worker, JobServices services, ClusterTables tables,
    ILogger<HealthEndpoint> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // No job has this key: what is renewed is nothing, and whether it may be is asked all the same.
    private static readonly JobLease Nobodys =
        new(new Job { Key = new JobKey(new string('0', 64)), Kind = "", Version = 0, Settings = [], Inputs = [] }, Token: 0, Attempt: 0);

    private readonly CancellationTokenSource _stop = new();
    private WebApplication? _endpoint;
    private string? _refused;

    /// <exception cref="IOException">The port is in use.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.HealthPort == 0)
        {
            return;
        }

        var database = new KeptAnswer(() => AskDatabaseAsync(_stop.Token), TimeSpan.FromSeconds(1), services.Time);
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
        _endpoint = builder.Build();
        _endpoint.MapGet("/health/live", () => Answer(""));
        _endpoint.MapGet("/health/ready", async () => Answer(FindFault() is { Length: > 0 } fault ? fault : await database.GetAsync()));
        _endpoint.MapFallback(() => Results.Text("/health/live or /health/ready\n", statusCode: StatusCodes.Status404NotFound));
        await _endpoint.StartAsync(cancellationToken);
        Listening(settings.HealthPort);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        if (_endpoint is not null)
        {
            await _endpoint.DisposeAsync();
        }
    }

    public void Dispose() => _stop.Dispose();

    private static IResult Answer(string fault) => fault.Length == 0
        ? Results.Text("ok\n")
        : Results.Text($"{fault}\n", statusCode: StatusCodes.Status503ServiceUnavailable);

    private string FindFault() => membership.CurrentStatus != SiloStatus.Active ? $"silo is {membership.CurrentStatus}"
        : worker.State().Draining ? "silo is draining"
        : "";

    private async Task<string> AskDatabaseAsync(CancellationToken stop)
    {
        var asked = "ledger";
        async Task AskAsync()
        {
            await services.Ledger.RenewAsync([Nobodys], Patience, stop);
            if (!settings.Local)
            {
                asked = "membership";
                await tables.WriteMembershipAsync(stop);
                asked = "reminders";
                await tables.WriteRemindersAsync(stop);
            }
        }

        try
        {
            await AskAsync().WaitAsync(Patience, stop);
            _refused = null;
            return "";
        }
        catch (TimeoutException)
        {
            return $"database does not answer ({asked})";
        }
        catch (Exception error) when (error is StorageException or DbException)
        {
            if (Interlocked.Exchange(ref _refused, asked) != asked)
            {
                NotWritten(asked, error.Message);
            }

            return $"database refuses the {asked}";
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "health is told at port {Port}")]
    private partial void Listening(int port);

    [LoggerMessage(Level = LogLevel.Warning, Message = "not ready: the {Tables} cannot be written: {Error}")]
    private partial void NotWritten(string tables, string error);
}
