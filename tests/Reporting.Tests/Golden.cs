using System.Runtime.CompilerServices;

namespace Experiments.Tests;

/// <summary>Compares output with a checked-in text. On a difference the test fails, says where, and leaves what it got beside the test's
/// binaries; with EXPERIMENTS_UPDATE_GOLDEN=1 the checked-in text is replaced, to be read and judged before it is committed.</summary>
internal static class Golden
{
    internal static void Check(string actual, string name, [CallerFilePath] string testFile = "")
    {
        // Checkouts may change line ends; a carriage return that is part of the output is shown as what it is.
        actual = actual.Replace("\r", "<CR>", StringComparison.Ordinal);
        var file = Path.Combine(Path.GetDirectoryName(testFile)!, "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("EXPERIMENTS_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (actual == expected)
        {
            return;
        }

        var received = Path.Combine(AppContext.BaseDirectory, name + ".received.txt");
        File.WriteAllText(received, actual);
        Assert.Fail($"{FirstDifference(expected, actual)}\nexpected: {file}\nreceived: {received}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (wanted, got) = (expected.Split('\n'), actual.Split('\n'));
        var line =
            Enumerable.Range(0, Math.Max(wanted.Length, got.Length)).First(i => wanted.ElementAtOrDefault(i) != got.ElementAtOrDefault(i));
        return $"line {line + 1} is\n  '{got.ElementAtOrDefault(line)}'; it must be\n  '{wanted.ElementAtOrDefault(line)}'";
    }
}
