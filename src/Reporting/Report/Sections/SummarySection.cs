using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The study in a few numbers and sentences.</summary>
internal sealed record SummarySection() : ReportSection("summary", "Summary")
{
    internal override bool HasContent(ReportContent content) => true;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var tables = content.Tables;
        html.Open("dl", ("class", "tiles"));
        Tile(html, "networks", HumanFormat.Count(tables.Of<ModelRow>().Count));
        Tile(html, "perturbed images", HumanFormat.Count(tables.Of<AdversarialSetRow>().Sum(line => (long)line.Row.Images)));
        Tile(html, "networks fed with a set", HumanFormat.Count(tables.Of<TransferCellRow>().Count(line => line.Row.Set is not null)));
        foreach (var (verdict, claims) in tables.Of<ClaimRow>().Count > 0 ? ClaimFormat.ByVerdict(ClaimFormat.Of(tables)) : [])
        {
            Tile(html, $"claims: {verdict}", HumanFormat.Count(claims.Count));
        }

        html.Close();
        if (tables.Of<AdversarialSetRow>().Count > 0)
        {
            WriteAttacks(html, tables);
        }

        if (content.Jobs.Done < content.Jobs.Total)
        {
            html.Element(
                "p",
                $"{content.Jobs.Done} of {HumanFormat.Plural(content.Jobs.Total, "job")} are done: what has no result yet is marked "
                    + $"with {HumanFormat.Missing}.",
                ("class", "notice"));
        }

        if (tables.Origin?.Publication is { } publication)
        {
            html.Element(
                "p",
                $"Compared with: {publication}. Rates are in percent; distortion is the root of the mean squared change per pixel, pixels "
                    + "from 0 to 1; intervals are 95 %.",
                ("class",
                    "note"));
        }
    }

    private static void Tile(HtmlWriter html, string name, string value)
    {
        html.Open("div");
        html.Element("dt", name);
        html.Element("dd", value);
        html.Close();
    }

    private static void WriteAttacks(HtmlWriter html, StudyTables tables)
    {
        var attacks = tables.Of<AdversarialSetRow>().GroupBy(line => line.Names.Attack!).Select(lines => new Attack(
            lines.Key, [.. lines],
            [.. tables.Of<TransferCellRow>().Where(cell => cell.Names.Attack! == lines.Key && cell.Names.Source == cell.Names.Victim!)],
            [.. tables.Of<TransferCellRow>().Where(cell => cell.Names.Attack! == lines.Key && cell.Names.Source != cell.Names.Victim!)]))
                .ToList();
        HtmlTable.Write(html, "Attacks and controls at a glance: the range over networks, rates in percent",
        [
            HtmlColumn<Attack>.Name("images made by", attack => attack.Name),
            HtmlColumn<Attack>.Number("images", attack => HumanFormat.Count(attack.Sets.Sum(set => (long)set.Row.Images))),
            HtmlColumn<Attack>.Number(
                "mean distortion", attack => Range(attack.Sets.Select(set => set.Row.MeanDistortionWanted).OfType<double>(),
                    HumanFormat.Distortion)),
            HtmlColumn<Attack>.Number("success", attack => Range(
                attack.Sets.Where(set => set.Row.SuccessRate is not null).Select(set => set.Row.SuccessRate!.Value), Percent)),
            HtmlColumn<Attack>.Number(
                "failures", attack => attack.Sets.Select(Figures.Failures).OfType<long>().ToList() is { Count: > 0 } failures
                    ? HumanFormat.Count(failures.Sum()) : ""),
            HtmlColumn<Attack>.Number(
                "misread by their own network", attack => Range(attack.Own.Select(cell => cell.Row.ErrorRate!.Value), Percent)),
            HtmlColumn<Attack>.Number(
                "misread by other networks", attack => Range(attack.Others.Select(cell => cell.Row.ErrorRate!.Value), Percent)),
        ], attacks);
    }

    private sealed record Attack(
        string Name, IReadOnlyList<StudyRow<AdversarialSetRow>> Sets, IReadOnlyList<StudyRow<TransferCellRow>> Own,
        IReadOnlyList<StudyRow<TransferCellRow>> Others);

    private static string Percent(double rate) => HumanFormat.BarePercent(rate);

    private static string Range(IEnumerable<double> values, Func<double, string> text)
    {
        var all = values.ToList();
        if (all.Count == 0)
        {
            return "";
        }

        var (low, high) = (text(all.Min()), text(all.Max()));
        return low == high ? low : string.Create(CultureInfo.InvariantCulture, $"{low} to {high}");
    }
}
