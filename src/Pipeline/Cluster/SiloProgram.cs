using System.Reflection;

namespace Experiments.Pipeline.Cluster;

/// <summary>The program that a silo runs.</summary>
internal static class SiloProgram
{
    /// <summary>As <c>--version</c> says it.</summary>
    internal static string Version { get; } =
        typeof(SiloProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
