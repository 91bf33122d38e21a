using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>
/// A spectral analysis as the paper's Table 5, one line per layer: its bound, and beside it the mean and the largest gain along each kind of direction; at the end of a network the product of its bounds and the
/// gains of the whole.
/// </summary>
internal static class SpectralView
{
    internal static IEnumerable<StyledLine> Lines(string analysis, StudyTables tables, int width)
    {
        var bounds = tables.Spectral.Where(line => line.Analysis == analysis).ToList();
        var gains = tables.Gains.Where(line => line.Analysis == analysis).ToList();
        foreach (var line in Figures.Title($"{analysis}: how far each layer can lengthen a change of its input, and how far it does", width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        foreach (var line in Table(bounds, gains).Layout(width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        foreach (var line in Notes(bounds, gains).SelectMany(note => Figures.Note(note, width)))
        {
            yield return line;
        }
    }

    /// <summary>The analyses of a study that have results.</summary>
    internal static IEnumerable<string> Names(StudyTables tables) => tables.Spectral.Select(line => line.Analysis).Distinct();

    private static Grid Table(List<SpectralLine> bounds, List<GainLine> gains)
    {
        var directions = gains.Where(IsShown).Select(line => new Direction(line.Attack, line.Direction)).Distinct().ToList();
        directions = [.. directions.OrderBy(direction => directions.FindIndex(d => d.Attack == direction.Attack)).ThenBy(direction => direction.Name != "set")];
        var padded = bounds.Any(line => line.ZeroPaddedNorm is not null);
        List<GridColumn> columns = [new("network", RightAligned: false, NamesRow: true), new("layer", RightAligned: false, NamesRow: true), new("bound", RightAligned: true)];
        if (padded)
        {
            columns.Add(new GridColumn("with zeros around", RightAligned: true));
        }

        columns.AddRange(directions.Select(direction => new GridColumn(direction.Header, RightAligned: true)));
        var rows = bounds.GroupBy(line => line.Model).SelectMany(network => Rows([.. network], gains, directions, padded));
        return new Grid(columns, [.. rows], spaced: false);
    }

    private static IEnumerable<GridCell[]> Rows(List<SpectralLine> network, List<GainLine> gains, List<Direction> directions, bool padded)
    {
        foreach (var line in network)
        {
            var name = line == network[0] ? GridCell.Of(line.Model) : GridCell.Empty;
            yield return Row(name, line.Kind, line.Bound, padded, line.ZeroPaddedNorm * line.ActivationBound, directions, direction =>
                Gain(gains, line, direction) is { } gain ? Figures.Cell($"{Number(gain.MeanGain)} ({Number(gain.MaxGain)})") : GridCell.Empty);
        }

        var last = network[^1];
        yield return Row(GridCell.Empty, "all layers", last.CumulativeBound, padded, null, directions, direction =>
            Gain(gains, last, direction) is { } gain ? Figures.Cell($"{Number(gain.MeanCumulativeGain)} ({Number(gain.MaxCumulativeGain)})") : GridCell.Empty);
    }

    private static GridCell[] Row(GridCell name, string layer, double bound, bool padded, double? norm, List<Direction> directions, Func<Direction, GridCell> gain) =>
    [
        name,
        GridCell.Of(layer),
        GridCell.Of(Number(bound)),
        .. padded ? [norm is { } value ? GridCell.Of(Number(value)) : GridCell.Empty] : Array.Empty<GridCell>(),
        .. directions.Select(gain),
    ];

    private static IEnumerable<string> Notes(List<SpectralLine> bounds, List<GainLine> gains)
    {
        yield return "Bound: of operation and activation, Euclidean norms; all layers: the product. How each was found is in the table spectral.";
        if (gains.Count > 0)
        {
            yield return $"Gains: mean (largest) over {Figures.Denominators(gains.Where(IsShown).Select(line => (line.Attack, (int?)line.Images)))} images. random: as long as the perturbation of the same image.";
        }

        if (bounds.Any(line => !line.Converged))
        {
            yield return "Some iterations did not come to their tolerance; these bounds may be too small: see the table spectral.";
        }
    }

    /// <summary>A random direction beside random noise would say the same twice.</summary>
    private static bool IsShown(GainLine line) => line.Source is not null || line.Direction == "set";

    private static GainLine? Gain(List<GainLine> gains, SpectralLine line, Direction direction) =>
        gains.FirstOrDefault(g => g.Model == line.Model && g.Layer == line.Layer && g.Attack == direction.Attack && g.Direction == direction.Name);

    private static string Number(double value) => HumanFormat.Value(value, ColumnFormat.Number);

    private sealed record Direction(string Attack, string Name)
    {
        internal string Header => Name == "set" ? Attack : $"{Name}, {Attack}";
    }
}
