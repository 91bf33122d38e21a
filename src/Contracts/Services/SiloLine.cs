namespace Experiments.Contracts;

/// <summary>A silo of a cluster.</summary>
public sealed record SiloLine
{
    public required string Silo { get; init; }

    public required SiloLineState State { get; init; }

    /// <summary>Where other silos reach it.</summary>
    public required string Address { get; init; }

    /// <summary><c>cpu:0</c>, <c>cuda:1</c>; none where it does not answer.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Jobs that it takes at most.</summary>
    public required int Places { get; init; }

    /// <summary>Jobs that it runs.</summary>
    public required int InHand { get; init; }
}

public enum SiloLineState
{
    /// <summary>It takes jobs.</summary>
    Active,

    /// <summary>It finishes what it has and takes no more.</summary>
    Draining,

    /// <summary>It has finished and can be stopped.</summary>
    Drained,

    /// <summary>The membership has it, but it does not answer.</summary>
    Silent,

    /// <summary>It joins or leaves.</summary>
    Changing,

    /// <summary>The membership has declared it dead, or it has left.</summary>
    Lost,
}

/// <summary>The cluster has no such silo.</summary>
public sealed class SiloNotFoundException(string silo, IReadOnlyList<string> known)
    : NameNotFoundException($"silo is '{silo}'; it must be one that is up", silo, known, "none is");

/// <summary>The engine has no silos.</summary>
public sealed class NotAClusterException()
    : Exception("engine is not a cluster; silos are asked for with --cluster, in a program built with -p:WithOrleans=true.");
