using System.Reflection;

namespace Experiments.Pipeline.Cluster;

/// <summary>The program that a silo runs.</summary>
internal static class SiloProgram
{
    // As many characters of the commit as tell two of them apart.
    private const int LongestCommit = 8;

    /// <summary>As <c>--version</c> says it, with less of the commit.</summary>
    internal static string Version { get; } = Shorten(
        typeof(SiloProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");

    private static string Shorten(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is >= 0 and var plus && version.Length > plus + LongestCommit
            ? version[..(plus + 1 + LongestCommit)]
            : version;
}
