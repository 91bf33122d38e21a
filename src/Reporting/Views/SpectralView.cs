using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>A spectral analysis as the paper's Table 5, one line per layer: its bound, and beside it the mean and the largest gain along
/// each kind of direction; at the end of a network the product of its bounds and the gains of the whole.</summary>
internal static class SpectralView
{
    internal static IEnumerable<StyledLine> Lines(string analysis, StudyTables tables, int width)
    {
        var bounds = tables.Of<SpectralLayerRow>().Where(line => line.Names.Table! == analysis).ToList();
        var gains = tables.Of<LayerGainRow>().Where(line => line.Names.Table! == analysis).ToList();
        foreach (var line in Figures.Title(
            $"{analysis}: how far each layer can lengthen a change of its input, and how far it does", width))
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
    internal static IEnumerable<string> Names(StudyTables tables) =>
        tables.Of<SpectralLayerRow>().Select(line => line.Names.Table!).Distinct();

    private static Grid Table(List<StudyRow<SpectralLayerRow>> bounds, List<StudyRow<LayerGainRow>> gains)
    {
        var directions = gains.Where(IsShown).Select(line => new Direction(line.Names.Attack!, line.Row.Direction)).Distinct().ToList();
        directions = [.. directions.OrderBy(direction => directions.FindIndex(d => d.Attack == direction.Attack))
            .ThenBy(direction => direction.Name != "set")];
        var padded = bounds.Any(line => line.Row.ZeroPaddedNorm is not null);
        List<GridColumn> columns = [new("network", RightAligned: false, NamesRow: true), new(
            "layer", RightAligned: false, NamesRow: true), new("bound", RightAligned: true)];
        if (padded)
        {
            columns.Add(new GridColumn("with zeros around", RightAligned: true));
        }

        columns.AddRange(directions.Select(direction => new GridColumn(direction.Header, RightAligned: true)));
        var rows = bounds.GroupBy(line => line.Names.Model!).SelectMany(network => Rows([.. network], gains, directions, padded));
        return new Grid(columns, [.. rows], spaced: false);
    }

    private static IEnumerable<GridCell[]> Rows(
        List<StudyRow<SpectralLayerRow>> network, List<StudyRow<LayerGainRow>> gains, List<Direction> directions, bool padded)
    {
        foreach (var line in network)
        {
            var name = line == network[0] ? GridCell.Of(line.Names.Model!) : GridCell.Empty;
            yield return Row(
                name, line.Row.Kind, line.Row.Bound, padded, line.Row.ZeroPaddedNorm * line.Row.ActivationBound, directions, direction =>
                    Gain(gains, line, direction) is { } gain
                        ? Figures.Cell($"{Number(gain.Row.MeanGain)} ({Number(gain.Row.MaxGain)})")
                        : GridCell.Empty);
        }

        var last = network[^1];
        yield return Row(GridCell.Empty, "all layers", last.Row.CumulativeBound, padded, null, directions, direction =>
            Gain(gains, last, direction) is { } gain
                ? Figures.Cell($"{Number(gain.Row.MeanCumulativeGain)} ({Number(gain.Row.MaxCumulativeGain)})")
                : GridCell.Empty);
    }

    private static GridCell[] Row(
        GridCell name, string layer, double bound, bool padded, double? norm, List<Direction> directions, Func<Direction, GridCell> gain) =>
    [
        name,
        GridCell.Of(layer),
        GridCell.Of(Number(bound)),
        .. padded ? [norm is { } value ? GridCell.Of(Number(value)) : GridCell.Empty] : Array.Empty<GridCell>(),
        .. directions.Select(gain),
    ];

    private static IEnumerable<string> Notes(List<StudyRow<SpectralLayerRow>> bounds, List<StudyRow<LayerGainRow>> gains)
    {
        yield return "Bound: of operation and activation, Euclidean norms; all layers: the product. How each was found "
            + "is in the table spectral.";
        if (gains.Count > 0)
        {
            yield return "Gains: mean (largest) over "
                + $"{Figures.Denominators(gains.Where(IsShown).Select(line => (line.Names.Attack!, (int?)line.Row.Images)))} images. "
                + "random: as long as the perturbation of the same image.";
        }

        if (bounds.Any(line => !line.Row.Converged))
        {
            yield return "Some iterations did not come to their tolerance; these bounds may be too small: see the table spectral.";
        }
    }

    /// <summary>A random direction beside random noise would say the same twice.</summary>
    private static bool IsShown(StudyRow<LayerGainRow> line) => line.Names.Source is not null || line.Row.Direction == "set";

    private static StudyRow<LayerGainRow>? Gain(List<StudyRow<LayerGainRow>> gains, StudyRow<SpectralLayerRow> line, Direction direction) =>
        gains.FirstOrDefault(g => g.Names.Model! == line.Names.Model! && g.Row.Layer == line.Row.Layer
            && g.Names.Attack! == direction.Attack && g.Row.Direction == direction.Name);

    private static string Number(double value) => HumanFormat.Value(value, ColumnFormat.Number);

    private sealed record Direction(string Attack, string Name)
    {
        internal string Header => Name == "set" ? Attack : $"{Name}, {Attack}";
    }
}
