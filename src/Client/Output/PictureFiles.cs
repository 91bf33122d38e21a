using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary>Writes one sheet of the first perturbed images for every set of a study, HOME/pictures/STUDY/TABLE-SOURCE-ATTACK.png, and one
/// for every layer whose units it looks at, ANALYSIS-MODEL-layer-N.png.</summary>
internal static class PictureFiles
{
    private const int ImagesPerSheet = 10;
    private const int UnitsPerSheet = 10;

    internal static string Folder(string home, string study) => Path.Combine(home, "pictures", FileName([study]));

    /// <returns>The file names in <see cref="Folder"/>, in the order of the tables.</returns>
    internal static async Task<IReadOnlyList<string>> WriteAsync(
        IStudyReader studies, StudyTables tables, string home, CancellationToken cancellationToken)
    {
        var folder = Folder(home, tables.Study);
        List<string> names = [];
        foreach (var set in tables.Summarised().Of<AdversarialSetRow>().Select(set => set.Names))
        {
            var pictures =
                await studies.ReadPicturesAsync(tables.Study, set.Table!, set.Source, set.Attack!, ImagesPerSheet, cancellationToken);
            if (pictures.Count == 0)
            {
                continue;
            }

            var title = string.Join(", ", new[] { set.Table, set.Source, set.Attack }.Where(part => part is not null));
            await WriteAsync(folder, [set.Table, set.Source, set.Attack], ExampleSheet.Draw(title, pictures), names);
        }

        await foreach (var layer in studies.ReadUnitPicturesAsync(tables.Study, UnitsPerSheet, cancellationToken))
        {
            await WriteAsync(
                folder, [layer.Analysis, layer.Model, FormattableString.Invariant($"layer-{layer.Layer}")], UnitSheet.Draw(layer), names);
        }

        return names;
    }

    private static async Task WriteAsync(string folder, IEnumerable<string?> parts, PixelImage sheet, List<string> names)
    {
        Directory.CreateDirectory(folder);
        var name = Unique(FileName(parts), names);
        await WholeFiles.WriteAsync(Path.Combine(folder, name), file =>
        {
            PngWriter.Write(file, sheet);
            return Task.CompletedTask;
        });
        names.Add(name);
    }

    /// <summary>Names hold brackets, spaces and worse; files get letters, digits, dots and hyphens, so that no shell needs
    /// quotes.</summary>
    internal static string FileName(IEnumerable<string?> parts)
    {
        var words = parts.Where(part => part is not null).Select(part =>
            string.Join('_', string.Concat(part!.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'))
                .Split('_', StringSplitOptions.RemoveEmptyEntries)).Trim('.'));
        return string.Join('-', words);
    }

    private static string Unique(string stem, List<string> taken)
    {
        var name = $"{stem}.png";
        for (var i = 2; taken.Contains(name, StringComparer.OrdinalIgnoreCase); i++)
        {
            name = $"{stem}-{i}.png";
        }

        return name;
    }
}
