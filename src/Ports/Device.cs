namespace Experiments.Ports;

/// <summary>Something that jobs compute on.</summary>
/// <param name="Kind"><see cref="Cpu"/> or <see cref="Cuda"/>.</param>
/// <param name="Index">Counted from 0 among the devices of this kind on the silo.</param>
/// <param name="MemoryBytes">Memory that jobs can use; 0 where it is not known.</param>
public sealed record Device(string Kind, int Index, long MemoryBytes)
{
    /// <summary>One lane of the processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>A GPU.</summary>
    public const string Cuda = "cuda";

    /// <summary>A job that runs on any device.</summary>
    public const string Any = "any";

    /// <summary>The kinds that a silo can have.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Cpu, Cuda];

    /// <summary>Whether a job that wants a kind can run here.</summary>
    public bool Fits(string wanted) => wanted == Any || wanted == Kind;

    public override string ToString() => $"{Kind}:{Index}";
}
