using System.CommandLine;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Experiments.Client;

/// <summary>What a verb's action works with.</summary>
internal sealed record VerbContext(ClientHost Host, ClientSettings Settings, ParseResult Line)
{
    internal ResultOutput Results { get; } = new(Host, Settings);

    internal Task<IStudySession> OpenSessionAsync(CancellationToken cancellationToken) =>
        OpenSessionAsync(NullLoggerFactory.Instance, cancellationToken);

    internal Task<IStudySession> OpenSessionAsync(ILoggerFactory logging, CancellationToken cancellationToken) =>
        Host.OpenSession(Settings, logging, cancellationToken);

    /// <summary>For verbs that may have to wait.</summary>
    internal Notices Notices() => new(Host.Error, Host.Time);

    internal string FullPath(string path) => Path.GetFullPath(path, Host.CurrentDirectory);

    /// <summary>The database, for people.</summary>
    internal string Place => Settings.Database is null ? Display(Settings.Home) : "the database";

    /// <summary>A path as people want to read it: relative if it lies below the current folder.</summary>
    internal string Display(string path)
    {
        var relative = Path.GetRelativePath(Host.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}

/// <summary>A command with its examples.</summary>
internal sealed class Verb : Command
{
    /// <param name="name">What is typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="examples">Complete command lines with what they do.</param>
    internal Verb(string name, string description, IReadOnlyList<(string Line, string What)> examples)
        : base(name, description) => Examples = examples;

    internal IReadOnlyList<(string Line, string What)> Examples { get; }

    /// <summary>Makes a home folder that is missing. For all others that is a mistyped name: there is nothing to read or to
    /// change.</summary>
    internal bool MakesHome { get; init; }

    /// <summary>Computes networks, or says what this process could: torch is loaded where a folder of it is named.</summary>
    internal bool Computes { get; init; }

    /// <summary>What runs; null for a verb that only groups others.</summary>
    internal Func<VerbContext, CancellationToken, Task<int>>? Run { get; init; }
}
