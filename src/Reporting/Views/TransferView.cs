using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>
/// One transfer table as the paper prints its Tables 2 and 4: a row for what the images are made on and by, a column for each victim; in a
/// cell our error rate, its 95 % interval and the paper's value. Where the terminal is narrow the three stand above each other.
/// </summary>
internal static class TransferView
{
    internal static IEnumerable<StyledLine> Lines(TransferShape shape, StudyTables tables, int width)
    {
        var view = new Content(shape, tables);
        var explanation = Figures.Note(
            "Error of the column's network, in percent, on images made on the row's network; "
                + $"{Figures.Legend(IsPublished(shape.Table, tables))}.",
            width);
        foreach (var line in Figures.Title(shape.Title is { Length: > 0 } title ? $"{shape.Table}: {title}" : shape.Table, width).Concat(
            explanation))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        var beside = view.Grid(stacked: false);
        foreach (var line in (beside.Fits(width) ? beside : view.Grid(stacked: true)).Layout(width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        foreach (var line in view.Notes().SelectMany(note => Figures.Note(note, width)))
        {
            yield return line;
        }
    }

    /// <summary>Whether a publication has numbers of the table.</summary>
    internal static bool IsPublished(string table, StudyTables tables) =>
        tables.Of<TransferCellRow>().Any(line => line.Names.Table! == table && line.Published is not null)
        || tables.Of<AdversarialSetRow>().Any(line => line.Names.Table! == table && line.Published is not null);

    /// <summary>The tables of a study: as the study states them, or as far as their results tell where it does not say.</summary>
    internal static IEnumerable<TransferShape> Shapes(StudyTables tables) => tables.Shapes.Count > 0
        ? tables.Shapes
        : tables.Of<TransferCellRow>().GroupBy(line => line.Names.Table!).Select(table => new TransferShape(
            table.Key, Title: null, Data: "", [.. table.Select(line => TransferRowName.Of(line.Names)).Distinct()],
            [.. table.Select(line => line.Names.Victim!).Distinct()]));

    private sealed class Content
    {
        private const string Rms = "RMS: their mean distortion; for the smallest change, that of the images read as wanted.";

        private readonly TransferShape _shape;
        private readonly Dictionary<(TransferRowName Row, string Victim), StudyRow<TransferCellRow>> _cells;
        private readonly Dictionary<TransferRowName, StudyRow<AdversarialSetRow>> _distortion;
        private readonly bool _sameImages;

        internal Content(TransferShape shape, StudyTables tables)
        {
            _shape = shape;
            _cells = tables.Of<TransferCellRow>().Where(line => line.Names.Table! == shape.Table)
                .ToDictionary(line => (TransferRowName.Of(line.Names), line.Names.Victim!));
            _distortion = tables.Of<AdversarialSetRow>().Where(line => line.Names.Table! == shape.Table)
                .ToDictionary(line => TransferRowName.Of(line.Names));
            _sameImages = _cells.Values.Select(line => line.Row.Images).Distinct().Count() <= 1;
        }

        internal Grid Grid(bool stacked)
        {
            GridColumn[] columns =
            [
                new("made on", RightAligned: false, NamesRow: true),
                new("RMS", RightAligned: true, NamesRow: true),
                .. _shape.Victims.Select(victim => new GridColumn(victim, RightAligned: true)),
            ];
            return new Grid(columns, [.. _shape.Rows.Select(row => Row(row, stacked).ToArray())], spaced: true);
        }

        internal IEnumerable<string> Notes()
        {
            var images = _cells.Values.Select(line => line.Row.Images).FirstOrDefault();
            var of = _shape.Data.Length > 0 ? $" of {_shape.Data}" : "";
            yield return _sameImages && images > 0
                ? $"Every rate is of {HumanFormat.Count(images)} perturbed images{of}. {Rms}"
                : $"Every rate is of the n perturbed images{of} named in its row. {Rms}";
            if (VictimCorrect() is { } range)
            {
                yield return $"Among images whose clean original the victim reads correctly the rates differ by {range}; "
                    + "see the transfer table.";
            }

            var missing = _shape.Rows.Sum(row => _shape.Victims.Count(victim => !_cells.ContainsKey((row, victim))));
            if (missing > 0)
            {
                yield return $"{HumanFormat.Missing} marks {missing} cell{(missing == 1 ? "" : "s")} without a result: "
                    + "not finished, or failed.";
            }
        }

        private IEnumerable<GridCell> Row(TransferRowName row, bool stacked)
        {
            List<StyledText> name = row.Source is null ? [new(row.Attack)] : [new(row.Source), new(row.Attack, Tone.Muted)];
            if (!_sameImages
                && _shape.Victims.Select(victim => _cells.GetValueOrDefault((row, victim))).FirstOrDefault(c => c is not null) is { } any)
            {
                name.Add(new($"n = {HumanFormat.Count(any.Row.Images)}", Tone.Muted));
            }

            yield return new GridCell(name);
            yield return Distortion(row);
            foreach (var victim in _shape.Victims)
            {
                yield return _cells.TryGetValue((row, victim), out var line) ? Cell(line, stacked) : GridCell.Of(
                    HumanFormat.Missing, Tone.Warning);
            }
        }

        private GridCell Distortion(TransferRowName row)
        {
            if (!_distortion.TryGetValue(row, out var line))
            {
                return GridCell.Of(HumanFormat.Missing, Tone.Warning);
            }

            List<StyledText> lines = [new(Figures.Distortion(line.Row))];
            if (line.Published is { } paper)
            {
                lines.Add(new($"({HumanFormat.PublishedDistortion(paper)})", Tone.Muted));
            }

            if (line.Row.AttackClass == AttackClasses.MinimalNorm && Figures.Failed(line) is { Length: > 0 } failed)
            {
                lines.Add(new(failed, Tone.Warning));
            }

            return new GridCell(lines);
        }

        private static GridCell Cell(StudyRow<TransferCellRow> line, bool stacked)
        {
            var rate = HumanFormat.BarePercent(line.Row.ErrorRate);
            var interval = Figures.Interval(line.Row.ErrorRateLow, line.Row.ErrorRateHigh);
            List<StyledText> lines = stacked ? [new(rate), new(interval, Tone.Muted)] : [new($"{rate} [{interval}]")];
            if (line.Published is { } paper)
            {
                lines.Add(new($"({HumanFormat.BarePublishedPercent(paper)})", Tone.Muted));
            }

            return new GridCell(lines);
        }

        /// <summary>By how much the rates change when images are left out that the victim misread before any change.</summary>
        private string? VictimCorrect()
        {
            var differences = _cells.Values.Where(line => line.Row.ErrorRateVictimCorrect is not null)
                .Select(line => (line.Row.ErrorRateVictimCorrect - line.Row.ErrorRate)!.Value).ToList();
            return differences.Count == 0
                ? null
                : $"{Signed(differences.Min())} to {Signed(differences.Max())} points";
        }

        private static string Signed(double difference) =>
            difference == 0 ? "0" : (difference > 0 ? "+" : "-") + HumanFormat.BarePercent(Math.Abs(difference));
    }
}
