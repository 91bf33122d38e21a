namespace Experiments.Datasets;

/// <summary>The folders that data sets are looked for in, first to last. A data set NAME lies in FOLDER/NAME, its files plain or
/// gzipped.</summary>
public sealed class DataFolders
{
    /// <summary>The environment variable that names a data folder.</summary>
    public const string EnvironmentVariable = "EXPERIMENTS_DATA";

    private const string SystemFolder = "/usr/share/datasets";
    private const string ShippedDataset = "mnist";

    /// <param name="folders">First to last; a folder need not exist. Later repetitions are dropped.</param>
    public DataFolders(IEnumerable<string> folders) =>
        Folders = folders.Select(Path.GetFullPath).Select(Path.TrimEndingDirectorySeparator).Distinct(StringComparer.Ordinal).ToArray();

    /// <summary>Full paths.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>
    /// Where this process looks: the given folder; the one that <see cref="EnvironmentVariable"/> names; the data folder of the repository
    /// (the nearest <c>data</c> that holds <c>mnist</c>, upwards from the program, then upwards from the current directory); the system's.
    /// </summary>
    /// <param name="dataFolder">What the user named on the command line; null for none.</param>
    public static DataFolders Default(string? dataFolder = null) =>
        Search(
            dataFolder, Environment.GetEnvironmentVariable(EnvironmentVariable), [AppContext.BaseDirectory, Environment.CurrentDirectory]);

    /// <summary><see cref="Default"/> for a given environment.</summary>
    /// <param name="dataFolder">What the user named; null for none.</param>
    /// <param name="environmentFolder">Value of <see cref="EnvironmentVariable"/>; null or empty for none.</param>
    /// <param name="startFolders">Where to start looking upwards.</param>
    public static DataFolders Search(string? dataFolder, string? environmentFolder, IEnumerable<string> startFolders)
    {
        var folders = new List<string>();
        if (!string.IsNullOrEmpty(dataFolder))
        {
            folders.Add(dataFolder);
        }

        if (!string.IsNullOrEmpty(environmentFolder))
        {
            folders.Add(environmentFolder);
        }

        folders.AddRange(startFolders.Select(Upwards).OfType<string>());
        folders.Add(SystemFolder);
        return new DataFolders(folders);
    }

    /// <summary>The folders in which a data set of that name may lie, first to last.</summary>
    public IEnumerable<string> CandidatesFor(string dataset) =>
        Folders.Select(folder => Path.GetFileName(folder) == dataset ? folder : Path.Combine(folder, dataset));

    private static string? Upwards(string start)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(start)); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "data");
            if (Directory.Exists(Path.Combine(data, ShippedDataset)))
            {
                return data;
            }
        }

        return null;
    }
}
