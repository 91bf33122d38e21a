using Experiments.Networks;

namespace Experiments.Pipeline;

/// <summary>The backends of a process.</summary>
/// <param name="Cpu">The deterministic one, which every process has.</param>
public sealed record ComputeBackends(CpuBackend Cpu);
