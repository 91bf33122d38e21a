using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>
/// One transfer table as the paper prints its Tables 2 and 4: a row for what the images are made on and by, a column for each victim; in a
/// cell our error rate, its 95 % interval and the paper's value, and under each other what else is measured. Where the terminal is narrow
/// intervals stand below their rates.
/// </summary>
internal static class TransferView
{
    internal static IEnumerable<StyledLine> Lines(TransferShape shape, StudyTables tables, int width)
    {
        var view = new Content(shape, tables);
        var explanation = Figures.Note(
            "Error of the column's network, in percent, on images made on the row's network; "
                + $"{Figures.Legend(IsPublished(shape.Table, tables))}. {TransferMeasure.Legend}",
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
                new("of", RightAligned: false, NamesRow: true) { Wraps = false },
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
            yield return row.Attack == TransferCellRow.Clean ? GridCell.Empty : Distortion(row);
            var cells = _shape.Victims.Select(victim => _cells.GetValueOrDefault((row, victim))).ToList();
            var measures = TransferMeasure.All.Where(
                measure => cells.Exists(line => line is not null && measure.Value(line.Row) is not null)).ToList();
            var isPublished = cells.Exists(line => line?.Published is not null);
            yield return new GridCell([.. measures.SelectMany((measure, i) => Names(measure, stacked, i == 0 && isPublished))]);
            foreach (var line in cells)
            {
                yield return line is null
                    ? GridCell.Of(HumanFormat.Missing, Tone.Warning)
                    : new GridCell([.. measures.SelectMany((measure, i) => Lines(measure, line, stacked, i == 0 && isPublished))]);
            }
        }

        /// <summary>A measure's name beside the first of its lines.</summary>
        private static IEnumerable<StyledText> Names(TransferMeasure measure, bool stacked, bool isPublished)
        {
            yield return new(measure.Name, Tone.Muted);
            for (var line = 0; line < (stacked && measure.Low is not null ? 1 : 0) + (isPublished ? 1 : 0); line++)
            {
                yield return new("");
            }
        }

        /// <summary>As many lines in every cell of a row.</summary>
        private static IEnumerable<StyledText> Lines(
            TransferMeasure measure, StudyRow<TransferCellRow> line, bool stacked, bool isPublished)
        {
            var value = measure.Value(line.Row);
            var interval = value is null ? null : measure.Interval(line.Row);
            yield return new(stacked || interval is null ? value ?? "" : $"{value} {interval}");
            if (stacked && measure.Low is not null)
            {
                yield return new(interval?.Trim('[', ']') ?? "", Tone.Muted);
            }

            if (isPublished)
            {
                yield return new(line.Published is { } paper ? $"({HumanFormat.BarePublishedPercent(paper)})" : "", Tone.Muted);
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
    }
}
