namespace Experiments.Pipeline.Engine;

/// <summary>The rate of a growing count over the last moments.</summary>
internal sealed class RateWindow(TimeSpan window)
{
    private readonly Queue<(TimeSpan At, long Count)> _samples = new();
    private (TimeSpan At, long Count) _last;

    internal double PerSecond
    {
        get
        {
            if (_samples.Count == 0)
            {
                return 0;
            }

            var (at, count) = _samples.Peek();
            var seconds = (_last.At - at).TotalSeconds;
            return seconds > 0 ? Math.Max(0, (_last.Count - count) / seconds) : 0;
        }
    }

    internal void Add(TimeSpan at, long count)
    {
        _last = (at, count);
        _samples.Enqueue(_last);
        while (_samples.Count > 2 && at - _samples.Peek().At > window)
        {
            _samples.Dequeue();
        }
    }
}
