namespace Experiments.Testing;

/// <summary>Files of the repository that are written from the code and checked in.</summary>
internal static class Repository
{
    /// <summary>Set to 1 to write such files in place of comparing them.</summary>
    internal const string UpdateVariable = "EXPERIMENTS_UPDATE_GOLDEN";

    internal static string Root { get; } = FindRoot();

    internal static string PathOf(string file) => Path.Combine([Root, .. file.Split('/')]);

    /// <summary>Fails where the checked-in file is not what the code says it is.</summary>
    internal static void Holds(string file, string expected)
    {
        var path = PathOf(file);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"{file} is missing; {UpdateVariable}=1 dotnet test writes it.");
        Assert.Equal(expected, File.ReadAllText(path));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Experiments.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Experiments.sln is not above the test.");
        }

        return folder;
    }
}
