namespace Experiments.Contracts;

/// <summary>A silo of a cluster.</summary>
public sealed record SiloLine
{
    public required string Silo { get; init; }

    public required SiloLineState State { get; init; }

    /// <summary>Where other silos reach it.</summary>
    public required string Address { get; init; }

    /// <summary>The version of its program.</summary>
    public string Program { get; init; } = "";

    /// <summary><c>cpu:0</c>, <c>cuda:1</c>.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Memory that its jobs may take together, in bytes.</summary>
    public long MemoryBytes { get; init; }

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

    /// <summary>Its last word is some seconds old: it is frozen, cut off or gone.</summary>
    Silent,

    /// <summary>It has left, or was not heard of for a minute.</summary>
    Lost,
}

/// <summary>The cluster has no such silo.</summary>
public sealed class SiloNotFoundException(string silo, IReadOnlyList<string> known)
    : NameNotFoundException($"silo is '{silo}'; it must be one that is up", silo, known, "none is");

/// <summary>The engine has no silos.</summary>
public sealed class NotAClusterException()
    : Exception("engine is not a cluster; silos are asked for with --cluster, in a program built with -p:WithOrleans=true.");

/// <summary>A silo cannot do what it was asked. The message is one line for people and holds no secret.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="transient">The same can succeed later.</param>
public sealed class ClusterFaultException(string message, bool transient) : Exception(message)
{
    public bool Transient { get; } = transient;
}
