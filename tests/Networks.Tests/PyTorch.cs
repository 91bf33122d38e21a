using System.ComponentModel;
using System.Diagnostics;
using Experiments.Testing;

namespace Experiments.Networks.Tests;

/// <summary>A theory that asks PyTorch. Without it it is reported as skipped; with CI=true it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PyTorchTheoryAttribute : TheoryAttribute
{
    public PyTorchTheoryAttribute()
    {
        if (PyTorch.Interpreter is null && !BuildServer.IsThis)
        {
            Skip =
                "NO PYTORCH ON THIS MACHINE: no network was compared with PyTorch's (Debian: apt-get install python3-torch python3-numpy).";
        }
    }
}

/// <summary>Runs scripts in a Python that has PyTorch.</summary>
internal static class PyTorch
{
    /// <summary>An interpreter that has torch and numpy; null for none.</summary>
    public static string? Interpreter { get; } = new[] { "/usr/bin/python3", "python3", "python" }
        .FirstOrDefault(candidate => Run(candidate, ["-c", "import numpy, torch"]).ExitCode == 0);

    /// <summary>Runs a script: its exit code, and what it printed or, if it failed, its errors.</summary>
    public static (int ExitCode, string Text) Run(params string[] arguments) => Interpreter is { } python
        ? Run(python, arguments)
        : throw new InvalidOperationException(
            "no python3 with torch and numpy on this machine (Debian: apt-get install python3-torch python3-numpy); "
                + "CI=true makes that a failure.");

    private static (int ExitCode, string Text) Run(string python, string[] arguments)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, process.ExitCode == 0 ? text.Trim() : errors.Result);
        }
        catch (Win32Exception error)
        {
            return (-1, error.Message);
        }
    }
}
