namespace Experiments.Silo;

/// <summary>Asks once for all who want to know at about the same time: however many probe, what is asked has one question at a
/// time.</summary>
/// <param name="ask">The question.</param>
/// <param name="keeps">How long an answer stands for the next.</param>
/// <param name="time">The clock.</param>
internal sealed class KeptAnswer(Func<Task<string>> ask, TimeSpan keeps, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task<string>? _answer;
    private long _answered;

    internal Task<string> GetAsync()
    {
        lock (_lock)
        {
            if (_answer is null || (_answer.IsCompleted && time.GetElapsedTime(Volatile.Read(ref _answered)) >= keeps))
            {
                _answer = AskAsync();
            }

            return _answer;
        }
    }

    private async Task<string> AskAsync()
    {
        try
        {
            return await ask();
        }
        finally
        {
            Volatile.Write(ref _answered, time.GetTimestamp());
        }
    }
}
