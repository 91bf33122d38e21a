using System.Threading.Channels;
using Experiments.Numerics;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Cluster;

/// <summary>The one thread that computes on a device, with a bounded queue before it. Work runs in the order in which it was queued; what a
/// piece of work throws is its caller's to see and never ends the lane. A full queue makes callers wait.</summary>
public sealed class DeviceLane : IJobCompute, IDisposable
{
    private readonly Channel<Work> _queue;
    private readonly ComputeThreads _threads;
    private readonly Thread _thread;
    private int _queued;

    /// <param name="device">Whose thread it is.</param>
    /// <param name="capacity">Work that can wait, at least 1, beside what is running.</param>
    /// <param name="threads">The threads that work on the processor may use beside this one.</param>
    public DeviceLane(Device device, int capacity, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentNullException.ThrowIfNull(threads);
        Device = device;
        _threads = threads;
        _queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _thread = new Thread(Run) { IsBackground = true, Name = $"lane {device}" };
        _thread.Start();
    }

    public Device Device { get; }

    /// <summary>Work that waits or runs.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>Runs work on the lane's thread; waits while the queue is full.</summary>
    /// <typeparam name="T">What the work computes.</typeparam>
    /// <param name="compute">The work.</param>
    /// <param name="cancellationToken">Ends the wait: work that has not begun does not begin.</param>
    /// <exception cref="ObjectDisposedException">The lane is closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the work began, or by the work itself.</exception>
    public async Task<T> RunAsync<T>(Func<T> compute, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(compute);
        var work = new Work<T>(compute, cancellationToken);
        Interlocked.Increment(ref _queued);
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (Exception error) when (error is ChannelClosedException or OperationCanceledException)
        {
            Interlocked.Decrement(ref _queued);
            ObjectDisposedException.ThrowIf(error is ChannelClosedException, this);
            throw;
        }

        return await work.Ended;
    }

    /// <summary>Closes the lane: what runs is waited for, what waits is cancelled.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var work))
        {
            work.Cancel();
            Interlocked.Decrement(ref _queued);
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out var work))
            {
                using (_threads.Enter())
                {
                    work.Run();
                }

                Interlocked.Decrement(ref _queued);
            }
        }
    }

    private abstract class Work
    {
        internal abstract void Run();

        internal abstract void Cancel();
    }

    private sealed class Work<T>(Func<T> compute, CancellationToken cancellationToken) : Work
    {
        // What the caller does next must not run on the lane's thread.
        private readonly TaskCompletionSource<T> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Ended => _ended.Task;

        internal override void Run()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _ended.TrySetCanceled(cancellationToken);
                return;
            }

            try
            {
                _ended.TrySetResult(compute());
            }
            catch (OperationCanceledException error)
            {
                _ended.TrySetCanceled(error.CancellationToken);
            }
#pragma warning disable CA1031 // Whatever it is, it is the caller's: the lane goes on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _ended.TrySetException(error);
            }
        }

        internal override void Cancel() => _ended.TrySetCanceled(CancellationToken.None);
    }
}
