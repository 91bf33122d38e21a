using Experiments.Numerics;
using Experiments.Pipeline.Cluster;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class DeviceLaneTests : IDisposable
{
    private static readonly Device Device = new(Ports.Device.Cpu, 3, 0);

    private readonly ComputeThreads _threads = new(1);

    [Fact]
    public async Task Run_ManyPieces_AllOnTheOneThreadOfTheDevice()
    {
        using var lane = new DeviceLane(Device, capacity: 2, _threads);

        var threads = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => lane.RunAsync(() => (Environment.CurrentManagedThreadId, Thread.CurrentThread.Name), default)));

        Assert.Equal("lane cpu:3", Assert.Single(threads.Distinct()).Name);
        Assert.NotEqual(Environment.CurrentManagedThreadId, threads[0].CurrentManagedThreadId);
    }

    [Fact]
    public async Task Run_WorkThatThrows_IsItsCallersAndTheLaneGoesOn()
    {
        using var lane = new DeviceLane(Device, capacity: 2, _threads);

        var fault = lane.RunAsync<int>(() => throw new InvalidOperationException("broken"), default);
        var next = lane.RunAsync(() => 7, default);

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => fault)).Message);
        Assert.Equal(7, await next);
    }

    [Fact]
    public async Task Run_QueueFull_CallerWaitsForAPlace()
    {
        using var lane = new DeviceLane(Device, capacity: 1, _threads);
        using var gate = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        var first = lane.RunAsync(() => { running.Set(); gate.Wait(); return 1; }, default);
        running.Wait();
        var second = lane.RunAsync(() => 2, default);
        using var impatient = new CancellationTokenSource();
        var third = lane.RunAsync(() => 3, impatient.Token);

        Assert.Equal(3, lane.Queued);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);

        Assert.Equal(2, lane.Queued);
        gate.Set();
        int[] results = await Task.WhenAll(first, second);
        Assert.Equal([1, 2], results);
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_NeverBegins()
    {
        using var lane = new DeviceLane(Device, capacity: 4, _threads);
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var begun = false;
        var first = lane.RunAsync(() => { gate.Wait(); return 1; }, default);
        var second = lane.RunAsync(() => begun = true, cancel.Token);

        await cancel.CancelAsync();
        gate.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await first;
        Assert.False(begun);
    }

    [Fact]
    public async Task Dispose_WorkWaiting_IsCancelledAndLaterWorkRefused()
    {
        var lane = new DeviceLane(Device, capacity: 4, _threads);
        using var gate = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        var first = lane.RunAsync(() => { running.Set(); gate.Wait(); return 1; }, default);
        running.Wait();
        var second = lane.RunAsync(() => 2, default);

        var closing = Task.Run(lane.Dispose);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.Set();
        await closing;

        Assert.Equal(1, await first);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => lane.RunAsync(() => 3, default));
    }

    public void Dispose() => _threads.Dispose();
}
