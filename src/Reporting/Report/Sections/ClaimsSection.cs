using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>What the publication says and what the study found.</summary>
internal sealed record ClaimsSection() : ReportSection("claims", "Claims of the publication")
{
    // In the order of the verdicts; the shapes of the plot are the same.
    private static readonly string[] Signs = ["●", "○", "×"];

    internal override IReadOnlyList<Type> Tables => [typeof(ClaimRow)];

    internal override bool HasContent(ReportContent content) => content.Tables.Of<ClaimRow>().Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var claims = ClaimFormat.Of(content.Tables);
        html
            .Element(
                "p",
                "A number is reproduced if ours rounds to the published digits; inside the interval if the difference is no larger than "
                    + "both sides' sampling explains at 95 %; else it deviates. "
                    + "An order is reproduced if every compared pair has it with an interval that excludes no difference, and deviates if "
                    + "any pair clearly has the opposite one.",
                ("class", "note"));
        if (claims.Where(claim => !ClaimFormat.IsNumber(claim)).ToList() is { Count: > 0 } statements)
        {
            HtmlTable.Write(html, "Statements", StatementColumns(), statements, "prose");
        }

        if (claims.Where(ClaimFormat.IsNumber).ToList() is { Count: > 0 } numbers)
        {
            WritePlot(html, [.. numbers.Where(claim => claim.Unit == "rate")]);
            foreach (var place in numbers.GroupBy(claim => claim.Place))
            {
                var counts = string.Join(
                    ", ", ClaimFormat.ByVerdict([.. place]).Where(v => v.Claims.Count > 0).Select(v => $"{v.Claims.Count} {v.Verdict}"));
                html.Open("details");
                html.Element("summary", $"Numbers of {place.Key}: {counts}");
                HtmlTable.Write(html, $"Numbers of {place.Key}", NumberColumns(), place, "prose");
                html.Close();
            }
        }
    }

    private static List<HtmlColumn<ClaimRow>> StatementColumns() =>
    [
        HtmlColumn<ClaimRow>.Name("claim", claim => claim.Statement),
        new("verdict", WriteVerdict),
        HtmlColumn<ClaimRow>.Text("counted", claim => claim.Detail ?? ""),
        HtmlColumn<ClaimRow>.Text("where", claim => claim.Place),
    ];

    private static List<HtmlColumn<ClaimRow>> NumberColumns() =>
    [
        HtmlColumn<ClaimRow>.Name("number", claim => claim.Statement),
        HtmlColumn<ClaimRow>.Number("ours", ClaimFormat.Ours),
        HtmlColumn<ClaimRow>.Number("95 %", ClaimFormat.Interval),
        HtmlColumn<ClaimRow>.Number("theirs", ClaimFormat.Theirs),
        new("verdict", WriteVerdict),
        HtmlColumn<ClaimRow>.Text("why", claim => claim.Why ?? ""),
    ];

    private static int VerdictIndex(ClaimRow claim) => Math.Max(0, ClaimFormat.Verdicts.ToList().IndexOf(claim.Verdict));

    private static void WriteVerdict(HtmlWriter html, ClaimRow claim)
    {
        var index = VerdictIndex(claim);
        html.Open("span", ("class", $"verdict v{index}"));
        html.Element("span", Signs[index], ("aria-hidden", "true"));
        html.Text($" {claim.Verdict}");
        html.Close();
    }

    private static void WritePlot(HtmlWriter html, IReadOnlyList<ClaimRow> rates)
    {
        if (rates.Count < 2)
        {
            return;
        }

        html.Open("figure");
        html.Open("div", ("class", "chart"));
        AgreementPlot.Draw(
            html, $"{rates.Count} published rates against ours", "Each is in the tables below. On the diagonal both are the same.",
            [.. rates.Select(claim => new AgreementPoint(
                claim.Theirs!.Value, claim.Ours, claim.Low!.Value, claim.High!.Value, $"v{VerdictIndex(claim)}"))]);
        html.Close();
        html.Open("figcaption");
        html.Text($"Our {rates.Count} rates against the published ones, with our 95 % intervals; on the line both are the same. ");
        foreach (var (verdict, i) in ClaimFormat.Verdicts.Select((verdict, i) => (verdict, i)))
        {
            html.Element("span", $"{Signs[i]} {verdict}", ("class", $"verdict v{i}"));
            html.Text(" ");
        }

        html.Close();
        html.Close();
    }
}
