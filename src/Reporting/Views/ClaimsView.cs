using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>What the publication says and what the study found, by verdict.</summary>
internal static class ClaimsView
{
    internal static IEnumerable<StyledLine> Lines(StudyTables tables, int width)
    {
        var claims = ClaimFormat.Of(tables);
        if (claims.Count == 0)
        {
            yield break;
        }

        var verdicts = ClaimFormat.ByVerdict(claims);
        var counts = string.Join(", ", verdicts.Select(v => $"{HumanFormat.Count(v.Claims.Count)} {v.Verdict}"));
        foreach (var line in Figures.Title($"Claims of the publication: {counts}", width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        foreach (var line in Table(verdicts).Layout(width))
        {
            yield return line;
        }

        yield return StyledLine.Empty;
        var notes = verdicts.SelectMany(v => v.Claims).Where(claim => claim.Why is not null).GroupBy(claim => claim.Why!)
            .Select(
                group =>
                    $"{string.Join(", ", group.Select(claim => claim.Place).Distinct())}: {group.Key} "
                        + $"({HumanFormat.Plural(group.Count(), "deviation")}).");
        foreach (var line in notes.Prepend(
            "Rates in percent. The rules are in docs/claims.md; why each number deviates is in the claims table, where it is known.")
            .SelectMany(note => Figures.Note(note, width)))
        {
            yield return line;
        }
    }

    private static Grid Table(IReadOnlyList<(string Verdict, IReadOnlyList<ClaimRow> Claims)> verdicts)
    {
        GridColumn[] columns =
        [
            new("verdict", RightAligned: false), new("where", RightAligned: false, NamesRow: true), new("claim", RightAligned: false),
            new("ours", RightAligned: true), new("95 %", RightAligned: true), new("theirs", RightAligned: true),
        ];
        return new Grid(columns, [.. verdicts.SelectMany(v => v.Claims).Select(Row)], spaced: false);
    }

    private static GridCell[] Row(ClaimRow claim) =>
    [
        GridCell.Of(claim.Verdict, claim.Verdict == ClaimFormat.Deviates ? Tone.Warning : Tone.Plain),
        GridCell.Of(claim.Place),
        GridCell.Of(claim.Detail is null ? claim.Statement : $"{claim.Statement}: {claim.Detail}"),
        GridCell.Of(ClaimFormat.Ours(claim)),
        GridCell.Of(ClaimFormat.Interval(claim), Tone.Muted),
        GridCell.Of(ClaimFormat.Theirs(claim)),
    ];
}
