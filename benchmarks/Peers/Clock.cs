using System.Diagnostics;

namespace Experiments.Peers;

/// <summary>What rates are measured by: elapsed time, or this process's processor time.</summary>
internal static class Clock
{
    /// <summary>Counts processor time: on a machine that others use too, with one thread on either side.</summary>
    public static bool CountsProcessorTime { get; set; }

    public static TimeSpan Now => CountsProcessorTime ? Environment.CpuUsage.TotalTime : Stopwatch.GetElapsedTime(0);
}
