namespace Experiments.Contracts;

/// <summary>How many devices of a kind the jobs of all studies could use now: what an autoscaler steers by.</summary>
public sealed record WantedDevices
{
    /// <summary><c>cpu</c>, <c>cuda</c>, <c>torch-cpu</c>, or <c>any</c> for jobs that run on whatever there is.</summary>
    public required string Device { get; init; }

    /// <summary>Jobs that could start now, those that wait for a user's quota among them.</summary>
    public required int Ready { get; init; }

    /// <summary>Jobs in somebody's hand.</summary>
    public required int Running { get; init; }

    /// <summary>Devices that these jobs would fill; 0 when there are none.</summary>
    public required int Wanted { get; init; }
}
