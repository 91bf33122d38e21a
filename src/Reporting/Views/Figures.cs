using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The pieces that the views of a study share.</summary>
internal static class Figures
{
    /// <summary>What stands behind a number in a table: its interval, and the published number where there are any.</summary>
    internal static string Legend(bool published, string name = "(paper)") => published ? $"[95 % interval], {name}" : "[95 % interval]";

    /// <summary>An interval in percent: <c>69.1-74.6</c>; empty where an end is unknown.</summary>
    internal static string Interval(double? low, double? high, int decimals = 1) =>
        low is null || high is null ? "" : $"{HumanFormat.BarePercent(low, decimals)}-{HumanFormat.BarePercent(high, decimals)}";

    /// <summary>The mean distortion of a set to 0 % accuracy; none where the attack succeeded on no image, or nobody counted.</summary>
    internal static string Distortion(AdversarialSetRow set) => set.MeanDistortionWanted is { } mean ? HumanFormat.Distortion(mean)
        : set.Wanted == 0 ? "none"
        : HumanFormat.Missing;

    /// <summary>How many images an attack failed on, over all replicates; null for controls.</summary>
    internal static long? Failures(StudyRow<AdversarialSetRow> line)
    {
        List<long> failures = [.. line.Replicates.DefaultIfEmpty(line).Select(row => ((AdversarialSetRow)row.Untyped).Failures)
            .OfType<int>().Select(count => (long)count)];
        return failures.Count == 0 ? null : failures.Sum();
    }

    /// <summary>The same as a text; empty for none.</summary>
    internal static string Failed(StudyRow<AdversarialSetRow> line) =>
        Failures(line) is > 0 and { } failures ? $"{HumanFormat.Count(failures)} failed" : "";

    internal static GridCell Cell(string? text) => text is null ? GridCell.Of(HumanFormat.Missing, Tone.Warning) : GridCell.Of(text);

    internal static GridCell Paper(string? text) => text is null ? GridCell.Empty : GridCell.Of($"({text})", Tone.Muted);

    /// <summary>How many images stand behind rates: one number where it is the same for all, otherwise each with its names.</summary>
    internal static string Denominators(IEnumerable<(string Name, int? Images)> figures)
    {
        var groups = figures.Where(f => f.Images is not null).GroupBy(f => f.Images!.Value, f => f.Name).ToList();
        return groups.Count switch
        {
            0 => "",
            1 => HumanFormat.Count(groups[0].Key),
            _ => string.Join(", ", groups.Select(g => $"{HumanFormat.Count(g.Key)} ({string.Join(", ", g.Distinct())})")),
        };
    }

    internal static IEnumerable<StyledLine> Title(string text, int width) => Paragraph(text, width, Tone.Heading);

    internal static IEnumerable<StyledLine> Note(string text, int width) => Paragraph(text, width, Tone.Muted);

    private static IEnumerable<StyledLine> Paragraph(string text, int width, Tone tone) =>
        TextWrap.Lines(text, width, atHyphens: false).Select(line => StyledLine.Of(line, tone));
}
