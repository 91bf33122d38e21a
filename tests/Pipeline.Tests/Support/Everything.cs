using System.Text.Json;
using Experiments.Contracts;
using Experiments.Pipeline.Services;
using Experiments.Testing;

namespace Experiments.Pipeline.Tests;

/// <summary>All that a reader can see of a study's results, keys of jobs excepted: those of shards depend on how a study was cut.</summary>
internal static class Everything
{
    public static async Task<string> ReadAsync(StoredStudyReader studies, string study)
    {
        var tables = await studies.ReadTablesAsync(study, default);
        var examples = ResultTable.Of(typeof(AdversarialExampleRow));
        var rows = await studies.StreamRowsAsync(study, examples, default).ToListAsync();
        var pixels = new List<float[]>();
        foreach (var set in tables.Of<AdversarialSetRow>().Select(set => set.Names))
        {
            var pictures = await studies.ReadPicturesAsync(study, set.Table!, set.Source, set.Attack!, int.MaxValue, default);
            pixels.AddRange(pictures.Select(p => p.Perturbed.ToArray()));
        }

        Assert.Equal(rows.Count, pixels.Count);
        var verdicts = ResultTable.Of(typeof(VerdictRow));
        var judged = await studies.StreamRowsAsync(study, verdicts, default).ToListAsync();
        Assert.Equal(tables.Of<TransferCellRow>().Sum(cell => cell.Row.Images), judged.Count);
        return StudyText.Of(tables) + StudyText.Of(examples, rows) + StudyText.Of(verdicts, judged) + JsonSerializer.Serialize(pixels);
    }
}
