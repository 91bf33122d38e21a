using System.Diagnostics;
using Experiments.Testing;

namespace Experiments.Silo.Tests;

/// <summary>Torch as the README says to build it, and what a program needs to load it here.</summary>
internal static class TorchFolder
{
    private static readonly Lazy<Task> Built = new(BuildAsync);

    private static readonly Lazy<(Dictionary<string, string> Environment, string? Problem)> Library = new(MakeLibrary);

    public static string Path { get; } =
        System.IO.Path.Combine(SiloProcessTests.Root(), "src", "Networks.Torch", "bin", "Release", "net10.0");

    /// <summary>Why torch cannot be loaded here; null where it can.</summary>
    public static string? Problem => Library.Value.Problem;

    public static async Task<Dictionary<string, string>> OpenAsync()
    {
        await Built.Value;
        return Library.Value.Environment;
    }

    private static async Task BuildAsync()
    {
        var project = System.IO.Path.Combine(SiloProcessTests.Root(), "src", "Networks.Torch", "Networks.Torch.csproj");
        var (exitCode, output) = await ExecuteAsync("dotnet", ["build", project, "-c", "Release", "-v", "quiet", "-nologo"]);
        Assert.True(exitCode == 0, output);
    }

    /// <summary>A C++ library in front of the system's where that is too old: infra/libstdcxx.</summary>
    private static (Dictionary<string, string> Environment, string? Problem) MakeLibrary()
    {
        var folder = System.IO.Path.Combine(AppContext.BaseDirectory, "libstdcxx");
        var script = System.IO.Path.Combine(SiloProcessTests.Root(), "infra", "libstdcxx", "build.sh");
        var (exitCode, output) = ExecuteAsync(script, [folder]).GetAwaiter().GetResult();
        return exitCode != 0 ? ([], $"NO C++ LIBRARY FOR TORCH ON THIS MACHINE: a test of torch in programs did not run ({output}).")
            : File.Exists(System.IO.Path.Combine(folder, "libstdc++.so.6")) ? (new() { ["LD_LIBRARY_PATH"] = folder }, null)
            : ([], null);
    }

    private static async Task<(int ExitCode, string Output)> ExecuteAsync(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output + error).Trim());
    }
}

/// <summary>A test that loads torch into a program; skipped, loudly, where that cannot be, but not with CI=true.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = BuildServer.IsThis ? null : TorchFolder.Problem ?? PostgresFactAttribute.Skipped;
}
