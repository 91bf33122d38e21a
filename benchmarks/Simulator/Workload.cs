using System.Globalization;
using Experiments.Contracts;
using Experiments.Numerics;
using Experiments.Ports;

namespace Experiments.Simulator;

/// <summary>A study that grows with the cluster, with durations drawn from recorded ones.</summary>
internal sealed class Workload
{
    private const int GpusPerModel = 4;
    private const int Shards = 240;
    private const int Victims = 20;

    // A shard on the recorded machine takes half a second; networks and images of the size that need a cluster take longer.
    private const double AttackScale = 20;

    private readonly Dictionary<string, double[]> _recorded;
    private readonly Dictionary<JobKey, TimeSpan> _durations = [];
    private readonly List<(Job Job, TimeSpan Duration)> _jobs = [];

    internal Workload(int gpus, Dictionary<string, double[]> recorded)
    {
        _recorded = recorded;
        var models = Math.Max(1, gpus / GpusPerModel);
        var trained = Enumerable.Range(0, models).Select(m => Add("train", 1, [])).ToList();
        for (var m = 0; m < models; m++)
        {
            var shards = Enumerable.Range(0, Shards * Math.Min(gpus, GpusPerModel) / GpusPerModel)
                .Select(_ => Add("craft", AttackScale, [new JobInput("source", trained[m])])).ToList();
            var set = Add("collect", 1, [.. shards.Select(s => new JobInput("shard", s))]);
            for (var v = 0; v < Victims; v++)
            {
                Add("evaluate", AttackScale, [new JobInput("set", set), new JobInput("victim", trained[(m + v) % models])]);
            }
        }

        Plan = Prioritise();
    }

    internal Plan Plan { get; }

    internal int Jobs => _jobs.Count;

    internal TimeSpan Work => _jobs.Aggregate(TimeSpan.Zero, (sum, j) => sum + j.Duration);

    /// <summary>The longest chain of jobs that wait for each other.</summary>
    internal TimeSpan CriticalPath => TimeSpan.FromSeconds(Plan.Jobs.Max(j => j.Priority));

    internal static Dictionary<string, double[]> ReadRecorded(string file) => File.ReadLines(file)
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split(','))
        .ToDictionary(parts => parts[0], parts => parts.Skip(1).Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToArray());

    internal TimeSpan DurationOf(Job job) => _durations[job.Key];

    private JobKey Add(string kind, double scale, IReadOnlyList<JobInput> inputs)
    {
        var key = new JobKey($"{_jobs.Count:x64}");
        var random = new CounterRandom(1, RandomPurpose.None, (ulong)_jobs.Count);
        var recorded = _recorded[kind];
        var duration = TimeSpan.FromMilliseconds(recorded[random.NextInt(recorded.Length)] * scale);
        _durations.Add(key, duration);
        _jobs.Add((new Job { Key = key, Kind = kind, Version = 1, Settings = [], Inputs = inputs }, duration));
        return key;
    }

    /// <summary>As the planner does it: the longest chain behind a job; with true durations in place of its estimates.</summary>
    private Plan Prioritise()
    {
        var behind = new Dictionary<JobKey, double>();
        var planned = new PlannedJob[_jobs.Count];
        for (var i = _jobs.Count - 1; i >= 0; i--)
        {
            var (job, duration) = _jobs[i];
            var chain = duration.TotalSeconds + behind.GetValueOrDefault(job.Key);
            planned[i] = new PlannedJob(job, chain);
            foreach (var input in job.Inputs)
            {
                behind[input.Key] = Math.Max(behind.GetValueOrDefault(input.Key), chain);
            }
        }

        return new Plan { Study = "study", Definition = "", Jobs = planned, Names = [] };
    }
}
