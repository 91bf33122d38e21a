namespace Experiments.Simulation;

/// <summary>A clock that jumps from one timer to the next, and a single thread that runs everything in between: whatever awaits on it is
/// deterministic, and hours pass in a moment. Nothing that runs on it may use the thread pool.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private readonly DateTimeOffset _origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => _origin.AddTicks(_now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Calls back after a time.</summary>
    public void After(TimeSpan delay, Action callback) => CreateTimer(_ => callback(), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Runs until the work ends.</summary>
    /// <exception cref="InvalidOperationException">It waits for something that no timer will bring.</exception>
    public void Run(Func<Task> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Pump(this));
        try
        {
            var task = work();
            while (true)
            {
                while (_posted.TryDequeue(out var next))
                {
                    next.Callback(next.State);
                }

                if (task.IsCompleted)
                {
                    task.GetAwaiter().GetResult();
                    return;
                }

                Advance();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Advance()
    {
        while (_timers.TryDequeue(out var timer, out var at))
        {
            // A timer that was changed or closed since has another order.
            if (timer.Order == at.Order)
            {
                _now = Math.Max(_now, at.Due);
                timer.Fire();
                return;
            }
        }

        throw new InvalidOperationException($"everything waits at {Elapsed} and no timer is set.");
    }

    private sealed class Pump(VirtualClock clock) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => clock._posted.Enqueue((d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public override SynchronizationContext CreateCopy() => this;
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        internal long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Order = ++clock._order;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._timers.Enqueue(this, (clock._now + dueTime.Ticks, Order));
            }

            return true;
        }

        internal void Fire()
        {
            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }
            else
            {
                Order = 0;
            }

            callback(state);
        }

        public void Dispose() => Order = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
