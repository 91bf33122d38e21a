using Npgsql;

namespace Experiments.Storage;

/// <summary>Hears announcements of work, on a connection of its own from the first question on. While the server is away nothing is heard;
/// the return counts as an announcement, because one may have been missed.</summary>
internal sealed class PostgresListener(NpgsqlDataSource source, TimeProvider time) : IAsyncDisposable
{
    internal const string Channel = "experiments_ready";

    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _next = NewSignal();
    private Task? _listening;

    /// <summary>Completes with the first announcement after this call.</summary>
    internal Task Next()
    {
        lock (_gate)
        {
            _listening ??= Task.Run(ListenAsync);
            return _next.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_listening is not null)
        {
            await _listening;
        }

        _stop.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ListenAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await HearAsync();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken) when (broken is NpgsqlException or ObjectDisposedException)
            {
                await Task.Delay(ReconnectAfter, time, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task HearAsync()
    {
        await using var connection = await source.OpenConnectionAsync(_stop.Token);
        connection.Notification += (_, _) => Signal();
        await using (var command = new NpgsqlCommand($"LISTEN {Channel}", connection))
        {
            await command.ExecuteNonQueryAsync(_stop.Token);
        }

        Signal();
        while (true)
        {
            await connection.WaitAsync(_stop.Token);
        }
    }

    private void Signal()
    {
        TaskCompletionSource heard;
        lock (_gate)
        {
            (heard, _next) = (_next, NewSignal());
        }

        heard.SetResult();
    }
}
