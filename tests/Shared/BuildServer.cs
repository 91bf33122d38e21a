namespace Experiments.Testing;

/// <summary>A build server says so with <c>CI=true</c>: there a test that lacks what it needs fails, so that the server cannot pass by
/// lacking it. Elsewhere it is reported as skipped.</summary>
internal static class BuildServer
{
    internal static bool IsThis { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}
