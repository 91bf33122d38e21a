using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Units against directions: what the top images have in common, layer by layer, the three bases beside each other.</summary>
internal static class UnitsView
{
    /// <summary>In the order of the columns.</summary>
    internal static readonly (string Basis, string Header)[] Bases =
        [("unit", "units"), ("random-direction", "random directions"), ("random-images", "random images")];

    internal static IEnumerable<StyledLine> Lines(StudyTables tables, int width)
    {
        foreach (var top in tables.Of<UnitGroupRow>().GroupBy(line => (line.Row.Top, Data: line.Names.Data!)))
        {
            var title =
                $"Units against directions: of the {top.Key.Top} images of {top.Key.Data} that drive a unit most or reach farthest along a "
                    + "random direction, the share of one class";
            foreach (var line in Figures.Title(
                $"{title} (purity) in percent, and the entropy of their classes in bits, [95 % interval]", width))
            {
                yield return line;
            }

            yield return StyledLine.Empty;
            foreach (var line in Table([.. top]).Layout(width))
            {
                yield return line;
            }

            yield return StyledLine.Empty;
            foreach (var line in Notes([.. top]).SelectMany(note => Figures.Note(note, width)))
            {
                yield return line;
            }
        }
    }

    private static Grid Table(IReadOnlyList<StudyRow<UnitGroupRow>> lines)
    {
        GridColumn[] columns =
        [
            new("layer", RightAligned: false, NamesRow: true), new("", RightAligned: false, NamesRow: true),
            .. Bases.Select(basis => new GridColumn(basis.Header, RightAligned: true)),
        ];
        return new Grid(columns, [.. Layers(lines).SelectMany(Rows)], spaced: false);
    }

    /// <summary>The bases of each layer, together.</summary>
    internal static IEnumerable<IReadOnlyList<StudyRow<UnitGroupRow>>> Layers(IReadOnlyList<StudyRow<UnitGroupRow>> lines) =>
        lines.GroupBy(line => (line.Names.Table!, line.Names.Model!, line.Row.Layer)).Select(layer => layer.ToList());

    internal static string Purity(StudyRow<UnitGroupRow>? line) =>
        Text(line?.Row.Purity, line?.Row.PurityLow, line?.Row.PurityHigh, v => HumanFormat.BarePercent(v)) ?? HumanFormat.Missing;

    internal static string Entropy(StudyRow<UnitGroupRow>? line) =>
        Text(line?.Row.Entropy, line?.Row.EntropyLow, line?.Row.EntropyHigh, Bits) ?? HumanFormat.Missing;

    private static IEnumerable<IReadOnlyList<GridCell>> Rows(IReadOnlyList<StudyRow<UnitGroupRow>> layer)
    {
        var first = layer[0];
        var name = string.Create(CultureInfo.InvariantCulture, $"{first.Names.Model}, layer {first.Row.Layer}");
        var what = $"{first.Row.LayerKind}, {HumanFormat.Plural(first.Row.Units, "unit")}";
        var cells = Bases.Select(basis => layer.FirstOrDefault(line => line.Row.Basis == basis.Basis)).ToList();
        yield return [GridCell.Of(name), GridCell.Of("purity"), .. cells.Select(line => Cell(Purity(line)))];
        yield return [GridCell.Of(what, Tone.Muted), GridCell.Of("entropy"), .. cells.Select(line => Cell(Entropy(line)))];
    }

    private static GridCell Cell(string text) => GridCell.Of(text, text == HumanFormat.Missing ? Tone.Warning : Tone.Plain);

    private static string? Text(double? mean, double? low, double? high, Func<double, string> format) =>
        mean is { } value && low is { } from && high is { } to ? $"{format(value)} [{format(from)}-{format(to)}]" : null;

    private static string Bits(double bits) => bits.ToString("0.00", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Notes(IReadOnlyList<StudyRow<UnitGroupRow>> lines)
    {
        var random = lines.Where(line => line.Row.Basis != "unit")
            .Select(line => HumanFormat.Count(line.Row.Draws + line.Row.Tied))
            .Distinct()
            .ToList();
        yield return $"Means over all units of the layer, and over {string.Join(" or ", random)} random directions and choices of images; "
            + "the intervals are Student's and take draws as independent.";
        if (lines.Sum(line => line.Row.Tied) is var tied and > 0)
        {
            yield return $"{HumanFormat.Count(tied)} units or directions are left out: their largest outputs are equal on too many images "
                + "to say which are best, as those of a silent or saturated unit are.";
        }
    }
}
