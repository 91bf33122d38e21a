#pragma warning disable RS0030 // The one place that speaks to the reminder service.
using Orleans.Timers;

namespace Experiments.Grains;

/// <summary>The reminder that wakes a study wherever it was lost. Orleans refuses whoever asks for one off the grain's own scheduler, the
/// thread pool for example: here that is a fault of the program, told to the caller at once.</summary>
/// <param name="registry">The reminder service.</param>
/// <param name="grain">The study's.</param>
/// <param name="current">Says which grain runs.</param>
internal sealed class StudyReminder(IReminderRegistry registry, IGrainContext grain, IGrainContextAccessor current)
{
    private const string Name = "run";

    // The shortest that Orleans allows; a coordinator that is lost is usually missed much sooner, by a silo with a job of it, by the silo
    // that looks for active studies, or by a client.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private Task _last = Task.CompletedTask;

    /// <exception cref="GrainFaultException">The reminders cannot be read.</exception>
    internal Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        AskAsync(async () => await registry.GetReminder(grain.GrainId, Name, cancellationToken) is not null);

    /// <exception cref="GrainFaultException">The reminders cannot be written.</exception>
    internal Task<bool> SetAsync() => AskAsync(async () =>
    {
        await registry.RegisterOrUpdateReminder(grain.GrainId, Name, Period, Period);
        return true;
    });

    /// <summary>Nobody is reminded of the study any more.</summary>
    /// <exception cref="GrainFaultException">The reminders cannot be written.</exception>
    internal Task<bool> RemoveAsync() => AskAsync(async () =>
    {
        if (await registry.GetReminder(grain.GrainId, Name) is not { } reminder)
        {
            return false;
        }

        await registry.UnregisterReminder(grain.GrainId, reminder);
        return true;
    });

    private async Task<bool> AskAsync(Func<Task<bool>> ask)
    {
        if (!ReferenceEquals(current.GrainContext, grain))
        {
            throw new InvalidOperationException($"reminder of {grain.GrainId} is used off its grain; it must be used on its scheduler.");
        }

        // One after the other: a reminder that is set again between its reading and its removal is another one, which is not removed.
        var (before, done) = (_last, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _last = done.Task;
        await before;
        try
        {
            return await ask();
        }
        catch (Exception error) when (FaultBoundary.IsForeign(error))
        {
            throw GrainFaultException.Of(error);
        }
        finally
        {
            done.SetResult();
        }
    }
}
