using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>The folder of a database that needs no server: <c>experiments.db</c> and <c>artifacts/</c>.</summary>
/// <param name="Folder">Created on first use.</param>
public sealed record EmbeddedHome(string Folder)
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "EXPERIMENTS_HOME";

    /// <summary>Its place where nothing else is said, below the current folder.</summary>
    public const string DefaultFolder = ".experiments";

    private const string FileName = "experiments.db";

    public string DatabaseFile => Path.Combine(Folder, FileName);

    public string ArtifactFolder => Path.Combine(Folder, "artifacts");

    /// <summary>The folder that was named on the command line, else the one of <see cref="Variable"/>, else
    /// <c>./.experiments</c>.</summary>
    /// <param name="option">The command line's <c>--home</c>; null where it is absent.</param>
    /// <param name="variable">The value of <see cref="Variable"/>; null or empty where it is not set.</param>
    /// <exception cref="StorageException">The name is a URL, whose password is not repeated.</exception>
    public static EmbeddedHome Resolve(string? option, string? variable)
    {
        var folder = option ?? (string.IsNullOrEmpty(variable) ? DefaultFolder : variable);
        return IsUrl(folder)
            ? throw Refusal(
                $"{(option is null ? Variable : "--home")} is a URL; it must be a folder: a database server is named with --db.")
            : new EmbeddedHome(folder);
    }

    /// <summary>A connection in the place of a folder, slashes lost or not: it would become a folder whose name holds a password.</summary>
    public static bool IsUrl(string folder) =>
        folder.Contains("://", StringComparison.Ordinal) || folder.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase)
        || folder.StartsWith("postgresql:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder is there with a file for the database, or both are made, for their owner alone. SQLite gives the files
    /// beside the database its mode.</summary>
    /// <exception cref="StorageException">It is not there and may not or cannot be made.</exception>
    internal void Require(bool create)
    {
        if (create)
        {
            try
            {
                PrivateFiles.CreateFolder(Folder);
                PrivateFiles.CreateFile(DatabaseFile);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new StorageException($"home folder {Folder} cannot be created: {exception.Message}", transient: false, exception);
            }
        }
        else if (!Path.Exists(DatabaseFile))
        {
            throw Refusal($"home is {Folder}, which has no {FileName}; it must be a folder that a study was run or submitted in.");
        }
    }

    private static StorageException Refusal(string message) => new(message, transient: false);
}
