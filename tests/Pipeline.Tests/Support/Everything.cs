using System.Text.Json;

namespace Experiments.Pipeline.Tests;

/// <summary>All that a reader can see of a study's results, keys of shards and sets excepted.</summary>
internal static class Everything
{
    public static async Task<string> ReadAsync(EmbeddedStudyService service, string study)
    {
        var tables = await service.ReadTablesAsync(study, default);
        var examples = await service.ReadExamplesAsync(study, default).ToListAsync();
        var pixels = new List<float[]>();
        foreach (var row in tables.Distortion)
        {
            var pictures = await service.ReadPicturesAsync(study, row.Table, row.Source, row.Attack, int.MaxValue, default);
            pixels.AddRange(pictures.Select(p => p.Perturbed.ToArray()));
        }

        Assert.Equal(examples.Count, pixels.Count);
        return JsonSerializer.Serialize(new { tables, examples, pixels });
    }
}
