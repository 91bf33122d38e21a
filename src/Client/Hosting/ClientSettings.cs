using Experiments.Hosting;

namespace Experiments.Client;

/// <summary>The options that every verb has.</summary>
/// <param name="Home">Folder of the database, the artifacts and the pictures; absolute.</param>
/// <param name="DataFolder">Searched for data sets besides the usual places; null for none; absolute.</param>
/// <param name="Quiet">No progress.</param>
/// <param name="Json">Results as JSON.</param>
/// <param name="Colour">Colours are wanted.</param>
/// <param name="Verbose">Unexpected errors with their stack.</param>
internal sealed record ClientSettings(string Home, string? DataFolder, bool Quiet, bool Json, bool Colour, bool Verbose)
{
    /// <summary>The shared database; null for the file in <see cref="Home"/>.</summary>
    public ConnectionText? Database { get; init; }

    /// <summary>The command line names the database or its folder, whatever the environment says.</summary>
    public bool NamesDatabase { get; init; }

    /// <summary>Makes <see cref="Home"/> where it is missing; otherwise that is an error.</summary>
    public bool MakesHome { get; init; }

    /// <summary>The folder that torch is in; null for the CPU backend alone.</summary>
    public string? TorchFolder { get; init; }

    /// <summary>The cluster that runs the jobs; null for this process.</summary>
    public string? Cluster { get; init; }

    /// <summary>What another command line needs to mean the same database: <c> --home DIR</c>; empty where the environment or the default
    /// says it.</summary>
    public string SameDatabase { get; init; } = "";

    /// <summary>The command that follows jobs which were just made ready: a worker's where somebody has to run them, <c>watch</c> where a
    /// cluster does.</summary>
    public string Next(string study) =>
        Cluster is null ? $"experiments work{SameDatabase}" : $"experiments watch {study} --cluster {Cluster}{SameDatabase}";
}

/// <summary>How to reach a database server. Holds a password: it is never printed.</summary>
/// <param name="Value">As the caller wrote it.</param>
internal sealed record ConnectionText(string Value)
{
    public override string ToString() => Secrets.Hidden;
}
