using Experiments.Contracts;
using Experiments.Pipeline.Engine;
using Experiments.Ports;

namespace Experiments.Pipeline.Cluster;

/// <summary>What a coordinator believes: the silos with their places, and the study's jobs leased. Safe for any number of
/// threads.</summary>
internal sealed class ClusterPicture
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SiloLoad> _silos = [];
    private readonly Dictionary<JobKey, PlacedJob> _leased = [];
    private TaskCompletionSource _changed = Signals.New();

    /// <summary>The study's jobs that silos run or are being asked to run.</summary>
    internal int Leased
    {
        get
        {
            lock (_gate)
            {
                return _leased.Count;
            }
        }
    }

    /// <summary>Jobs that the silos can still take.</summary>
    internal int Free
    {
        get
        {
            lock (_gate)
            {
                return _silos.Values.Sum(s => s.Free);
            }
        }
    }

    /// <summary>Jobs that the silos can have in hand, whoever's.</summary>
    internal int Places
    {
        get
        {
            lock (_gate)
            {
                return _silos.Values.Sum(s => s.State.Draining ? 0 : s.State.Places);
            }
        }
    }

    /// <summary>What silos with places can run, one or the other; null where there is none, or one that does not say.</summary>
    internal JobAbilities? Abilities
    {
        get
        {
            lock (_gate)
            {
                var open = _silos.Values.Where(s => s.Free > 0).ToList();
                if (open.Count == 0 || open.Exists(s => s.State.Kinds is null))
                {
                    return null;
                }

                List<string> devices = [.. Device.Kinds.Append(Device.Any).Where(wish => IsTaken(new JobNeeds(wish, [])))];
                return new JobAbilities(
                    devices, [.. open.SelectMany(s => s.State.Kinds!).Distinct().Select(kind => (kind.Kind, kind.Version))])
                {
                    MemoryBytes = open.Max(s => s.FreeMemory),
                };
            }
        }
    }

    /// <summary>A worker that was a silo which the cluster no longer has, or which has started anew since.</summary>
    internal static bool IsGone(WorkerId worker, SiloView view) =>
        SiloWorker.SiloOf(worker) is { } silo
        && (view.Gone.Contains(silo) || view.Active.Any(s => s.Name == silo && s.Worker != worker));

    /// <summary>Whether a silo is there that could run such jobs, now or later.</summary>
    internal bool CanRun(JobDemand demand)
    {
        lock (_gate)
        {
            return _silos.Values.Any(s => s.BestRank(JobNeeds.Of(demand)) != LaneChoice.None);
        }
    }

    /// <summary>Whether a silo has a place for such jobs now.</summary>
    internal bool CanPlace(JobDemand demand)
    {
        lock (_gate)
        {
            return IsTaken(JobNeeds.Of(demand));
        }
    }

    /// <summary>Ends when a job has ended.</summary>
    internal Task NextChange()
    {
        lock (_gate)
        {
            return _changed.Task;
        }
    }

    /// <returns>Whether a silo is missing that was there.</returns>
    internal bool Update(SiloView view)
    {
        lock (_gate)
        {
            var lost = _silos.Keys.Except(view.Active.Select(s => s.Name)).ToList();
            lost.ForEach(name => _silos.Remove(name));
            foreach (var state in view.Active)
            {
                Learn(state);
            }

            return lost.Count > 0;
        }
    }

    /// <summary>Picks a silo and notes the job as leased there; null when none can take it.</summary>
    internal string? Place(JobLease lease, JobNeeds needs, PlacementPolicy policy, IReadOnlySet<string>? refused = null)
    {
        lock (_gate)
        {
            if (policy.Choose(needs, _silos.Values, refused) is not { } silo)
            {
                return null;
            }

            silo.Add(needs);
            _leased[lease.Job.Key] = new PlacedJob(lease.Token, silo.Name, Answered: false);
            return silo.Name;
        }
    }

    internal void Answered(JobLease lease, string silo, JobAnswer answer)
    {
        lock (_gate)
        {
            if (answer.Silo is { } state)
            {
                Learn(state);
            }

            if (answer.Kind != JobAnswerKind.Accepted)
            {
                Forget(lease.Job.Key, lease.Token);
                // The one that refused: the offer can have been taken to a silo that the job was on before. What it cannot run says nothing
                // of other jobs.
                if (answer.Kind != JobAnswerKind.CannotRun && _silos.TryGetValue(answer.Silo?.Name ?? silo, out var load))
                {
                    load.Close();
                }
            }
            else if (_leased.TryGetValue(lease.Job.Key, out var placed) && placed.Token == lease.Token)
            {
                _leased[lease.Job.Key] = placed with { Answered = true };
            }
        }
    }

    /// <returns>Whether the job was leased under this token.</returns>
    internal bool End(JobEnd end)
    {
        TaskCompletionSource changed;
        bool known;
        lock (_gate)
        {
            known = Forget(end.Job, end.Token);
            Learn(end.Silo);
            (changed, _changed) = (_changed, Signals.New());
        }

        changed.TrySetResult();
        return known;
    }

    /// <summary>Takes the ledger's word for what is leased; jobs that are being offered at this moment are left alone.</summary>
    /// <returns>Jobs that were leased and are not any more, with their silo.</returns>
    internal IReadOnlyList<(JobKey Job, string Silo)> Reconcile(IReadOnlyList<LeasedJob> leased)
    {
        var ended = new List<(JobKey, string)>();
        lock (_gate)
        {
            var running =
                leased.Where(l => SiloWorker.SiloOf(l.Worker) is not null).ToDictionary(l => l.Job, l => SiloWorker.SiloOf(l.Worker)!);
            foreach (var (job, placed) in _leased.ToList())
            {
                if (placed.Answered && !running.ContainsKey(job))
                {
                    _leased.Remove(job);
                    ended.Add((job, placed.Silo));
                }
            }

            foreach (var (job, silo) in running)
            {
                _leased.TryAdd(job, new PlacedJob(Token: null, silo, Answered: true));
            }
        }

        return ended;
    }

    private bool IsTaken(JobNeeds needs) => PlacementPolicy.Takers(needs, _silos.Values).Any();

    private void Learn(SiloState state)
    {
        if (_silos.TryGetValue(state.Name, out var load))
        {
            load.Update(state);
        }
        else
        {
            _silos.Add(state.Name, new SiloLoad(state));
        }
    }

    private bool Forget(JobKey job, long token) =>
        _leased.TryGetValue(job, out var placed) && (placed.Token ?? token) == token && _leased.Remove(job);

    /// <param name="Token">Null for a job that another coordinator handed out: any end is taken for its.</param>
    /// <param name="Silo">Where it runs.</param>
    /// <param name="Answered">The silo has said that it runs it.</param>
    private sealed record PlacedJob(long? Token, string Silo, bool Answered);
}
