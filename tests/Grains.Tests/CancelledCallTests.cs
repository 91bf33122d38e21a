using Experiments.Pipeline.Tests;

namespace Experiments.Grains.Tests;

/// <summary>A caller that goes away ends its wait on the silo, not only its own.</summary>
public sealed class CancelledCallTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(25);

    [Fact]
    public async Task ReadEvents_CancelledByItsCaller_EndsOnTheSiloAtOnce()
    {
        await using var bench = await Workbench.OpenAsync();
        var waits = new Waits();
        await using var silos = await TestSilos.StartAsync(bench.Services, silos: 1, filter: waits);
        using var gone = new CancellationTokenSource();
        // Of a study that nobody has submitted there is never an event.
        var call = silos.Grains.GetGrain<IStudyGrain>("no-such-study").ReadEventsAsync(0, Long, gone.Token);
        await waits.Begun.Task.WaitAsync(Long);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.IsAssignableFrom<OperationCanceledException>(await waits.Ended.Task.WaitAsync(Long));
    }

    /// <summary>Sees a wait for events on the silo's side of the call.</summary>
    private sealed class Waits : IIncomingGrainCallFilter
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What ended the wait; null for a page.</summary>
        public TaskCompletionSource<Exception?> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName != nameof(IStudyGrain.ReadEventsAsync))
            {
                await context.Invoke();
                return;
            }

            Begun.TrySetResult();
            try
            {
                await context.Invoke();
                Ended.TrySetResult(null);
            }
            catch (Exception error)
            {
                Ended.TrySetResult(error);
                throw;
            }
        }
    }
}
