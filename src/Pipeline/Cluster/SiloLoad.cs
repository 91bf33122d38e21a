using Experiments.Contracts;

namespace Experiments.Pipeline.Cluster;

/// <summary>A coordinator's picture of one silo: what the silo said last, and what was handed to it since.</summary>
internal sealed class SiloLoad
{
    private readonly HashSet<JobKey> _models = [];
    private int[] _inHand = [];
    private long _memoryInHand;
    private bool _closed;

    internal SiloLoad(SiloState state)
    {
        State = state;
        Accept(state);
    }

    internal SiloState State { get; private set; }

    internal string Name => State.Name;

    /// <summary>Jobs that it can still take.</summary>
    internal int Free => Closed ? 0 : _inHand.Sum(n => Math.Max(0, State.PlacesPerDevice - n));

    private bool Closed => _closed || State.Draining;

    /// <summary>Takes the silo's word, unless a later one is known.</summary>
    internal void Update(SiloState state)
    {
        if (state.Version > State.Version || state.Worker != State.Worker)
        {
            Accept(state);
        }
    }

    /// <summary>It refused or did not answer: nothing more for it until it says something new.</summary>
    internal void Close() => _closed = true;

    /// <summary>How far the device that would take a job now is from its wish; <see cref="LaneChoice.None"/> where the silo cannot run it,
    /// or has no place or no memory left for it.</summary>
    internal int RankOf(JobNeeds needs) =>
        Closed || !Knows(needs.Kind) || needs.MemoryBytes > FreeMemory ? LaneChoice.None : Choose(needs)?.Rank ?? LaneChoice.None;

    /// <summary>The rank of the best device for a job, if nothing else were there; <see cref="LaneChoice.None"/> where the silo cannot run
    /// it.</summary>
    internal int BestRank(JobNeeds needs) =>
        Knows(needs.Kind) && needs.MemoryBytes <= (State.MemoryBytes ?? long.MaxValue)
            ? LaneChoice.BestRank(needs.Device, State.Devices.Select(d => d.Device), needs.MemoryBytes)
            : LaneChoice.None;

    /// <summary>Memory that is left beside the jobs in hand, in bytes.</summary>
    internal long FreeMemory => State.MemoryBytes is { } all ? Math.Max(0, all - _memoryInHand) : long.MaxValue;

    private bool Knows(KindVersion? kind) => kind is null || State.Kinds is not { } known || known.Contains(kind);

    /// <summary>Jobs per device of the kind that would take a job.</summary>
    internal double Fill(JobNeeds needs)
    {
        var kind = State.Devices[Choose(needs)!.Value.Lane].Device.Kind;
        var (jobs, devices) = (0, 0);
        for (var i = 0; i < _inHand.Length; i++)
        {
            if (State.Devices[i].Device.Kind == kind)
            {
                jobs += _inHand[i];
                devices++;
            }
        }

        return (double)jobs / devices;
    }

    /// <summary>The part of a job's models that the silo would have to load, in [0, 1].</summary>
    internal double ShareToLoad(IReadOnlyList<JobKey> models) =>
        models.Count == 0 ? 0 : (double)models.Count(m => !_models.Contains(m)) / models.Count;

    /// <summary>A job goes there; the silo's next word says it too.</summary>
    internal void Add(JobNeeds needs)
    {
        _inHand[Choose(needs)!.Value.Lane]++;
        _memoryInHand += needs.MemoryBytes;
        _models.UnionWith(needs.Models);
    }

    private void Accept(SiloState state)
    {
        State = state;
        _closed = false;
        _memoryInHand = state.MemoryInHand;
        _inHand = [.. state.Devices.Select(d => d.InHand)];
        _models.Clear();
        _models.UnionWith(state.Models);
    }

    private (int Lane, int Rank)? Choose(JobNeeds needs) => LaneChoice.Of(
        needs.Device, [.. State.Devices.Select((device, i) => (device.Device, _inHand[i]))], State.PlacesPerDevice, needs.MemoryBytes);
}
