using System.Text;
using Experiments.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Experiments.Client;

/// <summary>Everything outside the process that the commands touch; tests put their own in its place.</summary>
internal sealed record ClientHost
{
    /// <summary>Columns of output that is not a terminal.</summary>
    internal const int RedirectedWidth = 140;

    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens what is piped into the program.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Both streams go to a terminal that moves its cursor.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Columns for tables.</summary>
    public required int Width { get; init; }

    public required Func<string, string?> ReadEnvironment { get; init; }

    public required string CurrentDirectory { get; init; }

    /// <summary>Who runs the program; null where the machine does not say.</summary>
    public required Submitter? By { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Opens the engine; the one place that picks it.</summary>
    public required OpenSession OpenSession { get; init; }

    /// <summary>Begins to send traces and metrics where the environment says; ends with the disposal. Null for nowhere.</summary>
    public Func<IDisposable?> Observe { get; init; } = () => null;

    /// <summary>The catalogue of data sets and which of them are on this machine.</summary>
    public required Func<ClientSettings, IReadOnlyList<DatasetLine>> ReadDatasets { get; init; }

    /// <summary>The host of this process.</summary>
    /// <exception cref="IOException">The current folder is gone.</exception>
    public static ClientHost OfProcess(
        OpenSession openSession, Func<ClientSettings, IReadOnlyList<DatasetLine>> readDatasets,
        Func<Func<string, string?>, IDisposable?> observe)
    {
        var dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        var isTerminal = !Console.IsOutputRedirected && !Console.IsErrorRedirected && !dumb;
        return new ClientHost
        {
            Out = StandardOutput(),
            Error = Console.Error,
            IsTerminal = isTerminal,
            Width = Console.IsOutputRedirected ? RedirectedWidth : TerminalWidth(),
            ReadEnvironment = Environment.GetEnvironmentVariable,
            CurrentDirectory = Environment.CurrentDirectory,
            By = Environment.UserName is { Length: > 0 } user ? new Submitter(user, Environment.MachineName) : null,
#pragma warning disable RS0030 // The clock of the whole program is named here.
            Time = TimeProvider.System,
#pragma warning restore RS0030
            OpenSession = openSession,
            ReadDatasets = readDatasets,
            Observe = () => observe(Environment.GetEnvironmentVariable),
        };
    }

    /// <summary>The console's own stream says nothing of a reader that is gone; a pipe's does. Into a file the console writes: it shares
    /// the place in the file with the standard error.</summary>
    private static TextWriter StandardOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return Console.Out;
        }

        try
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek
                ? Console.Out
                : new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is closed: the first write says so.
            return Console.Out;
        }
    }

    // A terminal that does not know its size reports 0.
    private static int TerminalWidth() => Console.WindowWidth is > 0 and var width ? width : RedirectedWidth;
}
