using Experiments.Contracts;

namespace Experiments.Pipeline.Cluster;

/// <summary>A coordinator's picture of one silo: what the silo said last, and what was handed to it since.</summary>
internal sealed class SiloLoad
{
    private readonly HashSet<JobKey> _models = [];
    private int[] _inHand = [];
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

    /// <summary>How far the device that would take a job is from its wish; <see cref="LaneChoice.None"/> where none has a place.</summary>
    internal int RankOf(string wish) => Closed ? LaneChoice.None : Choose(wish)?.Rank ?? LaneChoice.None;

    /// <summary>Jobs per device of the kind that would take a job.</summary>
    internal double Fill(string wish)
    {
        var kind = State.Devices[Choose(wish)!.Value.Lane].Device.Kind;
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
        _inHand[Choose(needs.Device)!.Value.Lane]++;
        _models.UnionWith(needs.Models);
    }

    private void Accept(SiloState state)
    {
        State = state;
        _closed = false;
        _inHand = [.. state.Devices.Select(d => d.InHand)];
        _models.Clear();
        _models.UnionWith(state.Models);
    }

    private (int Lane, int Rank)? Choose(string wish) =>
        LaneChoice.Of(wish, [.. State.Devices.Select((device, i) => (device.Device, _inHand[i]))], State.PlacesPerDevice);
}
