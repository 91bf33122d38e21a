namespace Experiments.Ports;

/// <summary>Something that jobs compute on.</summary>
/// <param name="Kind"><see cref="Cpu"/>, <see cref="Cuda"/> or <see cref="TorchCpu"/>.</param>
/// <param name="Index">Counted from 0 among the devices of this kind on the silo.</param>
/// <param name="MemoryBytes">Memory that jobs can use; 0 where it is not known.</param>
public sealed record Device(string Kind, int Index, long MemoryBytes)
{
    /// <summary>One lane of the processor.</summary>
    public const string Cpu = "cpu";

    /// <summary>A GPU.</summary>
    public const string Cuda = "cuda";

    /// <summary>The processor by torch, whose bits are not the same everywhere.</summary>
    public const string TorchCpu = "torch-cpu";

    /// <summary>A job that runs on any device.</summary>
    public const string Any = "any";

    /// <summary>The kinds that a silo can have.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Cpu, Cuda, TorchCpu];

    public override string ToString() => $"{Kind}:{Index}";
}
