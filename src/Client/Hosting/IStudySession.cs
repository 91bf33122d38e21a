using Experiments.Contracts;
using Experiments.Ports;
using Microsoft.Extensions.Logging;

namespace Experiments.Client;

/// <summary>An open database and what runs its jobs.</summary>
internal interface IStudySession : IAsyncDisposable
{
    /// <summary>What the database has.</summary>
    IStudyReader Studies { get; }

    /// <summary>Submits and runs.</summary>
    IStudyEngine Engine { get; }

    IDatabaseTools Tools { get; }

    /// <summary>Where the data is, for people; holds no secret.</summary>
    string Database { get; }
}

/// <summary>Opens the engine that the settings ask for.</summary>
/// <param name="settings">Of the command line.</param>
/// <param name="logging">Where the engine says what it does.</param>
/// <param name="cancellationToken">Ends the wait.</param>
internal delegate Task<IStudySession> OpenSession(ClientSettings settings, ILoggerFactory logging, CancellationToken cancellationToken);

/// <summary>A data set of the catalogue.</summary>
/// <param name="Name">What a study calls it.</param>
/// <param name="Title">For people.</param>
/// <param name="Content">Size of its images, number of classes, images per split.</param>
/// <param name="Folder">Where it was found; null when it was not.</param>
/// <param name="Hint">Where it was looked for, and how to get it; null when it was found.</param>
internal sealed record DatasetLine(string Name, string Title, string Content, string? Folder, string? Hint);
