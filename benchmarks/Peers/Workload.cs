using System.Text.Json.Nodes;

namespace Experiments.Peers;

/// <summary>One kind of work, done by us and by a peer.</summary>
internal abstract class Workload
{
    public abstract string Name { get; }

    public abstract string Peer { get; }

    /// <summary>What the rates count: <c>images/s</c>, <c>GFLOP/s</c>.</summary>
    public virtual string Unit => "images/s";

    /// <summary>What the peer is asked to do.</summary>
    protected abstract JsonObject Request(double seconds);

    /// <summary>Our rate, measured for about this many seconds.</summary>
    public abstract Measurement Ours(double seconds);

    public virtual Measurement Theirs(PeerProcess peer, double seconds)
    {
        var answer = peer.Ask(Request(seconds));
        return new Measurement(answer["rate"]!.GetValue<double>(), answer["settings"]?.GetValue<string>());
    }
}

/// <param name="Rate">In the workload's unit.</param>
/// <param name="Note">What else is worth knowing; null for nothing.</param>
internal sealed record Measurement(double Rate, string? Note = null);
