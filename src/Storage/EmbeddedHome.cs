namespace Experiments.Storage;

/// <summary>The folder of a database that needs no server: <c>experiments.db</c> and <c>artifacts/</c>.</summary>
/// <param name="Folder">Created on first use.</param>
public sealed record EmbeddedHome(string Folder)
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "EXPERIMENTS_HOME";

    /// <summary>Its place where nothing else is said, below the current folder.</summary>
    public const string DefaultFolder = ".experiments";

    public string DatabaseFile => Path.Combine(Folder, "experiments.db");

    public string ArtifactFolder => Path.Combine(Folder, "artifacts");

    /// <summary>The folder that was named on the command line, else the one of <see cref="Variable"/>, else
    /// <c>./.experiments</c>.</summary>
    /// <param name="option">The command line's <c>--home</c>; null where it is absent.</param>
    /// <param name="variable">The value of <see cref="Variable"/>; null or empty where it is not set.</param>
    public static EmbeddedHome Resolve(string? option, string? variable) =>
        new(option ?? (string.IsNullOrEmpty(variable) ? DefaultFolder : variable));
}
