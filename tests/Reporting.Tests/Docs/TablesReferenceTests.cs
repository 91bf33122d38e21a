using System.Runtime.CompilerServices;

namespace Experiments.Reporting.Tests;

public sealed class TablesReferenceTests
{
    [Fact]
    public void Reference_OfTheResultTables_IsWhatTheirRecordsSay()
    {
        var file = Path.Combine(Here(), "../../../docs/tables.md");
        var text = new TablesReference().Write();
        if (Environment.GetEnvironmentVariable("EXPERIMENTS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(text, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static string Here([CallerFilePath] string testFile = "") => Path.GetDirectoryName(testFile)!;
}
