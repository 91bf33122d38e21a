using Experiments.Pipeline.Cluster;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Grains;

/// <summary>A silo of the membership.</summary>
/// <param name="Name">Unique among the silos that are alive.</param>
/// <param name="Address">Of this life of the silo.</param>
/// <param name="Status">As the membership has it.</param>
internal sealed record ClusterSilo(string Name, SiloAddress Address, SiloStatus Status);

/// <summary>The silos of a cluster: who they are from the membership, what they have and do from themselves. One per process; readings are
/// shared.</summary>
internal sealed partial class ClusterDirectory(
    IGrainFactory grains, Func<Task<IReadOnlyList<ClusterSilo>>> readMembers, Action<IEnumerable<SiloAddress>> noteDraining,
    TimeProvider time, ILogger<ClusterDirectory> logger) : ISiloDirectory
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    // A silo that does not answer for this long is busy, or gone and not yet declared so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SiloState> _last = [];
    private IReadOnlyDictionary<string, SiloAddress> _addresses = new Dictionary<string, SiloAddress>();
    private Task<SiloView>? _reading;
    private long _readAt;

    public Task<SiloView> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_reading is null
                || (_reading.IsCompleted && (!_reading.IsCompletedSuccessfully || time.GetElapsedTime(_readAt) >= Freshness)))
            {
                _readAt = time.GetTimestamp();
                _reading = ReadAsync();
            }

            return _reading.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The address of a silo that is alive; null where there is none of this name.</summary>
    internal SiloAddress? Find(string silo) => _addresses.GetValueOrDefault(silo);

    /// <summary>The members as they stand.</summary>
    internal Task<IReadOnlyList<ClusterSilo>> ReadMembersAsync() => readMembers();

    private async Task<SiloView> ReadAsync()
    {
        var members = await readMembers();
        var alive = members.Where(m => m.Status == SiloStatus.Active).GroupBy(m => m.Name).Select(g => g.MaxBy(m => m.Address.Generation)!)
            .ToList();
        _addresses = alive.ToDictionary(m => m.Name, m => m.Address);
        var states = await Task.WhenAll(alive.Select(AskAsync));
        var living = members.Where(m => m.Status is not SiloStatus.Dead).Select(m => m.Name).ToHashSet();
        var gone = members.Select(m => m.Name).Where(name => !living.Contains(name)).ToHashSet();
        noteDraining(alive.Where((_, i) => states[i]?.Draining == true).Select(m => m.Address));
        return new SiloView([.. states.OfType<SiloState>()], gone);
    }

    private async Task<SiloState?> AskAsync(ClusterSilo silo)
    {
        try
        {
            var state = await Calls.AtAsync(silo.Address, Device.Any, () => grains.GetGrain<ISiloGrain>(silo.Name).GetStateAsync())
                .WaitAsync(Patience, time);
            lock (_gate)
            {
                _last[silo.Name] = state;
            }

            return state;
        }
#pragma warning disable CA1031 // Whatever it is, the silo has not answered; the membership says whether it is gone.
        catch (Exception error)
#pragma warning restore CA1031
        {
            NoAnswer(logger, silo.Name, error.Message);
            lock (_gate)
            {
                return _last.GetValueOrDefault(silo.Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "silo {Asked} does not answer: {Error}")]
    private static partial void NoAnswer(ILogger logger, string asked, string error);
}
