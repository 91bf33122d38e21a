using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Experiments.Faults.Tests;

/// <summary>The built client as a process of its own, that signals can be sent to.</summary>
internal sealed partial class ClientProcess : IAsyncDisposable
{
    private const int SigKill = 9, SigContinue = 18, SigStop = 19, SignalExit = 128;

    // For machines that do many other things beside; nothing waits this long when all is well.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly string _line;

    private ClientProcess(Process process, string line)
    {
        (_process, _line) = (process, line);
        process.OutputDataReceived += (_, data) => Append(_output, data.Data);
        process.ErrorDataReceived += (_, data) => Append(_error, data.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal string Output => Read(_output);

    internal string Error => Read(_error);

    /// <summary>Starts <c>experiments</c> with these arguments in a folder.</summary>
    /// <param name="folder">Its current folder.</param>
    /// <param name="database">Set as the environment's database; null for the file in the folder.</param>
    /// <param name="arguments">Of the command line.</param>
    internal static ClientProcess Start(string folder, string? database, params string[] arguments) =>
        Start(folder, database, [], [], arguments);

    /// <param name="folder">Its current folder.</param>
    /// <param name="database">Set as the environment's database; null for the file in the folder.</param>
    /// <param name="shell">A program and its arguments that end with running what follows them.</param>
    /// <param name="environment">More variables.</param>
    /// <param name="arguments">Of the command line.</param>
    internal static ClientProcess Start(
        string folder, string? database, IReadOnlyList<string> shell, IReadOnlyList<(string Name, string Value)> environment,
        IReadOnlyList<string> arguments)
    {
        string[] line = [.. shell, Dotnet(), Path.Combine(AppContext.BaseDirectory, "experiments.dll"), .. arguments, "--verbose"];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys
            .Where(k => k.StartsWith("EXPERIMENTS_", StringComparison.Ordinal) || k.StartsWith("OTEL_", StringComparison.Ordinal))
            .ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        if (database is not null)
        {
            start.Environment["EXPERIMENTS_DB"] = database;
        }

        return new ClientProcess(new Process { StartInfo = start }, string.Join(' ', arguments));
    }

    /// <summary><c>kill -9</c>; returns when the process is gone.</summary>
    internal async Task KillAsync()
    {
        Signal(SigKill);
        await ExitAsync();
    }

    /// <summary><c>kill -9</c> of a process that may have ended already.</summary>
    /// <returns>Whether the signal ended it.</returns>
    internal async Task<bool> TryKillAsync()
    {
        var sent = Kill(_process.Id, SigKill) == 0;
        return await ExitAsync() == SignalExit + SigKill && sent;
    }

    /// <summary>Completes when the process has ended.</summary>
    internal Task Ended => _process.WaitForExitAsync();

    internal void Freeze() => Signal(SigStop);

    internal void Continue() => Signal(SigContinue);

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    internal async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"experiments {_line} did not end. It said: {Error}{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits for an end with exit code 0.</summary>
    internal async Task SucceedAsync()
    {
        var code = await ExitAsync();
        Assert.True(code == 0, $"experiments {_line} ended with {code}. It said: {Error}{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static string Dotnet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append(line is null ? "" : "\n");
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
