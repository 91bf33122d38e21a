using System.ComponentModel;
using System.Diagnostics;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Tells whether a worker of this host still lives.</summary>
internal static class LocalProcesses
{
    // A process's start is computed from the uptime and the clock, which two processes do not read alike to the millisecond. Taking a later
    // process with the same id for the worker only costs the wait for the lease's end.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>False only when the worker's process is certainly gone.</summary>
    internal static bool IsAlive(WorkerId worker)
    {
        if (worker.ProcessId == Environment.ProcessId)
        {
            return IsSameStart(Environment.ProcessId, worker.StartedAt);
        }

        return !IsZombie(worker.ProcessId) && IsSameStart(worker.ProcessId, worker.StartedAt);
    }

    private static bool IsSameStart(int processId, DateTimeOffset startedAt)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return (new DateTimeOffset(process.StartTime.ToUniversalTime()) - startedAt).Duration() <= ClockTolerance;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // It ended between the two questions.
            return false;
        }
        catch (Win32Exception)
        {
            // Somebody else's process: it exists, and nothing more can be said.
            return true;
        }
    }

    /// <summary>A killed process that its parent has not collected yet still has its entry in Linux's /proc, with state Z.</summary>
    private static bool IsZombie(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            // "pid (name) state …": the name may hold anything, parentheses too.
            var state = stat[(stat.LastIndexOf(')') + 2)..];
            return state.StartsWith('Z') || state.StartsWith('X');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
