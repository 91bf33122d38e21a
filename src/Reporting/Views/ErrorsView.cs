using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Errors per slice of clean data, as the paper's Table 3: one table for each group of networks that are measured on the same
/// slices.</summary>
internal static class ErrorsView
{
    internal static IEnumerable<StyledLine> Lines(StudyTables tables, int width)
    {
        foreach (var group in Groups(tables))
        {
            foreach (var line in Figures.Title(
                $"Errors on {Names(group.Data)} in percent, {Figures.Legend(group.Lines.Any(line => line.Published is not null))}", width))
            {
                yield return line;
            }

            yield return StyledLine.Empty;
            foreach (var line in Table(group).Layout(width))
            {
                yield return line;
            }

            yield return StyledLine.Empty;
            var images = Figures.Denominators(group.Lines.Select(line => (line.Names.Data!, (int?)line.Row.Images)));
            foreach (var line in Figures.Note($"Images: {images}.", width))
            {
                yield return line;
            }
        }
    }

    /// <summary>Networks whose only slice is the test data that the first view shows already need no table.</summary>
    private static IEnumerable<Group> Groups(StudyTables tables)
    {
        var tested = tables.TestData.Keys.Where(model => tables.TestOf(model) is not null).ToHashSet(StringComparer.Ordinal);
        return tables.Of<ModelErrorRow>()
            .GroupBy(line => line.Names.Model!)
            .Where(lines => lines.Count() > 1 || !tested.Contains(lines.Key))
            .GroupBy(lines => string.Join('\n', lines.Select(line => line.Names.Data!)))
            .Select(models => new Group(
                [.. models.First().Select(line => line.Names.Data!)], [.. models.Select(lines => lines.Key)],
                [.. models.SelectMany(lines => lines)]));
    }

    private static Grid Table(Group group)
    {
        GridColumn[] columns =
            [new("model", RightAligned: false, NamesRow: true), .. group.Data.Select(data => new GridColumn(data, RightAligned: true))];
        return new Grid(columns, [.. group.Models.Select(model => Row(model, group).ToArray())], spaced: true);
    }

    private static IEnumerable<GridCell> Row(string model, Group group)
    {
        yield return GridCell.Of(model);
        foreach (var data in group.Data)
        {
            var line = group.Lines.First(l => l.Names.Model! == model && l.Names.Data! == data);
            List<StyledText> lines = [new(
                $"{HumanFormat.Rate(line.Row.ErrorRate!.Value)} "
                    + $"[{Figures.Interval(line.Row.ErrorRateLow, line.Row.ErrorRateHigh, decimals: 2)}]")];
            if (line.Published is { } paper)
            {
                lines.Add(new($"({HumanFormat.PublishedRate(paper)})", Tone.Muted));
            }

            yield return new GridCell(lines);
        }
    }

    private static string Names(IReadOnlyList<string> data) =>
        data.Count == 1 ? data[0] : $"{string.Join(", ", data.Take(data.Count - 1))} and {data[^1]}";

    private sealed record Group(IReadOnlyList<string> Data, IReadOnlyList<string> Models, IReadOnlyList<StudyRow<ModelErrorRow>> Lines);
}
