using System.Security.Cryptography;

namespace Experiments.Faults.Tests;

/// <summary>A disk that fills up, in every phase: what runs says so and ends or waits; with space again it ends in the same
/// bytes.</summary>
public sealed class FullDiskTests(Lab lab) : IClassFixture<Lab>
{
    private const string Full = "cannot grow: the disk is full; free some space and run again.";

    // Enough for the index of SQLite's log and not for a study.
    private const int SpaceToRead = 48 << 10;

    private static readonly FaultStudy Study = FaultStudies.Small;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    [SmallDiskFact]
    public async Task Open_FullDisk_IsOneLineAnd2AndRunsWithSpace()
    {
        using var disk = new SmallDisk();
        Write(disk.Folder, Study);
        disk.Fill();
        Assert.Matches($"^error: (database|home folder) .+{Full}\n$", await FailAsync(disk.Folder, "run", FileOf(Study), "--quiet"));

        disk.Free();
        await SucceedAsync(disk.Folder, "run", FileOf(Study), "--quiet");

        Assert.Equal(await UndisturbedAsync(), await lab.ExportAsync(disk.Folder, null, Study));
        disk.Fill();
        foreach (var verb in (string[][])
            [["list"], ["show", Study.Name], ["run", FileOf(Study), "--quiet"], ["query", "SELECT 1"],
                ["export", Study.Name, "--out", "tables"], ["work", "--until-idle", "--quiet"]])
        {
            Assert.Matches($"^error: database .+{Full}\n$", await FailAsync(disk.Folder, verb));
        }
    }

    [SmallDiskFact]
    public async Task Submit_DiskThatFillsUp_IsOneLineAnd2AndRunsWithSpace()
    {
        using var disk = new SmallDisk();
        Write(disk.Folder, Study, FaultStudies.Networks);
        await SucceedAsync(disk.Folder, "submit", FileOf(FaultStudies.Networks));
        disk.Fill(SpaceToRead);

        Assert.Matches($"error: database .+{Full}\n$", await FailAsync(disk.Folder, "submit", FileOf(Study)));
        Assert.Matches($"error: database .+{Full}\n$", await FailAsync(disk.Folder, "run", FileOf(Study), "--quiet"));

        disk.Free();
        await SucceedAsync(disk.Folder, "run", FileOf(Study), "--quiet");
        Assert.Equal(await UndisturbedAsync(), await lab.ExportAsync(disk.Folder, null, Study));
    }

    [SmallDiskFact]
    public async Task Work_DiskThatFillsUpWhileJobsWriteArtifactsAndRows_SaysSoAndGoesOnWithSpace()
    {
        var study = FaultStudies.Networks;
        while (true)
        {
            using var disk = new SmallDisk();
            Write(disk.Folder, study);
            await SucceedAsync(disk.Folder, "submit", FileOf(study));
            await using var work = ClientProcess.Start(disk.Folder, null, "work", "--until-idle", "--slots", "1");
            await SaysAsync(work, "done: ");
            work.Freeze();
            disk.Fill();
            work.Continue();
            if (!await SaysAsync(work, "the disk is full"))
            {
                // It was done before it was frozen.
                continue;
            }

            disk.Free();
            await work.SucceedAsync();
            Assert.Matches($"(database|artifact folder) .+{Full}", work.Error);
            Assert.Equal(await UndisturbedAsync(study), await lab.ExportAsync(disk.Folder, null, study));
            return;
        }
    }

    [SmallDiskFact]
    public async Task Write_TablesReportPicturesOrWeightsOnAFullDisk_IsOneLineAnd2AndLeavesNoHalfFile()
    {
        using var disk = new SmallDisk();
        var folder = lab.Folder();
        Write(folder, Study);
        await SucceedAsync(folder, "run", FileOf(Study), "--quiet");
        var pictures = Path.Combine(folder, ".experiments", "pictures");
        var before = Hashes(pictures);
        Directory.Delete(pictures, recursive: true);
        Directory.CreateSymbolicLink(pictures, disk.Folder);
        Directory.CreateDirectory(Path.Combine(disk.Folder, Study.Name));
        disk.Fill(leaveBytes: 4096);

        string[][] writers =
        [
            ["run", FileOf(Study), "--quiet"], ["export", Study.Name, "--out", disk.Folder],
            ["report", Study.Name, "--out", Path.Combine(disk.Folder, "report.html")],
            ["models", "export", "linear", Path.Combine(disk.Folder, "linear.safetensors")],
        ];
        foreach (var writer in writers)
        {
            Assert.Matches($"^error: folder .+ {Full}\n$", await FailAsync(folder, writer));
            Assert.DoesNotContain(
                Directory.EnumerateFiles(disk.Folder, "*", SearchOption.AllDirectories),
                file => file.EndsWith(".partial", StringComparison.Ordinal) || file.EndsWith(".png", StringComparison.Ordinal));
        }

        disk.Free();
        foreach (var writer in writers)
        {
            await SucceedAsync(folder, writer);
        }

        Assert.Equal(before, Hashes(disk.Folder).Where(file => file.Contains(".png", StringComparison.Ordinal)));
    }

    private static string FileOf(FaultStudy study) => $"{study.Name}.json";

    private static void Write(string folder, params FaultStudy[] studies)
    {
        foreach (var study in studies)
        {
            File.WriteAllText(Path.Combine(folder, FileOf(study)), study.Text);
        }
    }

    private static List<string> Hashes(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(
            file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}")];

    private static async Task SucceedAsync(string folder, params string[] arguments)
    {
        await using var client = ClientProcess.Start(folder, null, arguments);
        await client.SucceedAsync();
    }

    /// <summary>Runs a verb that cannot use its disk.</summary>
    /// <returns>What it says on the standard error.</returns>
    private static async Task<string> FailAsync(string folder, params string[] arguments)
    {
        await using var client = ClientProcess.Start(folder, null, arguments);
        Assert.True(await client.ExitAsync() == 2, $"{string.Join(' ', arguments)}: {client.Error}{client.Output}");
        return client.Error;
    }

    /// <summary>Waits until a client says something.</summary>
    /// <returns>False when it ended without a word of it.</returns>
    private static async Task<bool> SaysAsync(ClientProcess client, string text)
    {
        var ended = client.Ended;
        while (!client.Error.Contains(text, StringComparison.Ordinal))
        {
            if (ended.IsCompleted)
            {
                return client.Error.Contains(text, StringComparison.Ordinal);
            }

            await Task.Delay(LookAgain);
        }

        return true;
    }

    private Task<IReadOnlyList<string>> UndisturbedAsync() => UndisturbedAsync(Study);

    private async Task<IReadOnlyList<string>> UndisturbedAsync(FaultStudy study)
    {
        var folder = lab.Folder();
        Write(folder, study);
        await SucceedAsync(folder, "run", FileOf(study), "--quiet");
        return await lab.ExportAsync(folder, null, study);
    }
}
