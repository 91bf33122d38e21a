using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The networks and their errors on clean images.</summary>
internal sealed record NetworksSection() : ReportSection("networks", "Networks")
{
    internal override IReadOnlyList<string> Tables => [StudyTableDefinitions.Models.Name, StudyTableDefinitions.Errors.Name];

    internal override bool HasContent(ReportContent content) => content.Tables.Models.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var tables = content.Tables;
        HtmlTable.Write(html, $"Errors on clean images in percent, and how far images are moved to fool the network {Legend(tables)}", Columns(tables), tables.Models, "stacked");
        if (tables.Errors.GroupBy(line => line.Model).Any(lines => lines.Count() > 1))
        {
            var data = tables.Errors.GroupBy(line => line.Model).Where(lines => lines.Count() > 1).SelectMany(lines => lines).Select(line => line.Data).Distinct().ToList();
            var models = tables.Errors.GroupBy(line => line.Model).Where(lines => lines.Count() > 1).ToList();
            HtmlTable.Write(html, $"Errors by data in percent {Legend(tables)}",
                [HtmlColumn<IGrouping<string, ErrorLine>>.Name("network", lines => lines.Key), .. data.Select(ErrorColumn)], models, "stacked");
        }
    }

    private static HtmlColumn<IGrouping<string, ErrorLine>> ErrorColumn(string data) => new(data, (html, lines) =>
    {
        if (lines.FirstOrDefault(line => line.Data == data) is { } line)
        {
            Rate(html, line.ErrorRate, line.Low, line.High, line.PaperErrorRate, decimals: 2);
        }
        else
        {
            html.Text(HumanFormat.Missing);
        }
    }) { IsNumber = true };

    private static List<HtmlColumn<ModelLine>> Columns(StudyTables tables)
    {
        DistortionLine? Attacked(ModelLine model) => tables.Distortion.FirstOrDefault(line => line.Source == model.Model);
        List<HtmlColumn<ModelLine>> columns =
        [
            new("network", WriteName) { NamesRow = true },
            new("training error", (html, model) => RateOf(html, model.TrainError, model.TrainImages, model.PaperTrainError)) { IsNumber = true },
            new("test error", (html, model) => RateOf(html, model.TestError, model.TestImages, model.PaperTestError)) { IsNumber = true },
        ];
        if (tables.Distortion.Any(line => line.Source is not null))
        {
            columns.Add(new("mean distortion", (html, model) => Distance(html, Attacked(model))) { IsNumber = true });
            columns.Add(HtmlColumn<ModelLine>.Number("attack succeeds", model => Attacked(model)?.Success is { } success ? HumanFormat.BarePercent(success) : ""));
        }

        return columns;
    }

    private static void WriteName(HtmlWriter html, ModelLine model)
    {
        html.Text(model.Model);
        html.Text(" ");
        html.Element("small", $"{model.Architecture}, {HumanFormat.Count(model.Parameters)} parameters");
        html.Text(" ");
        html.Element("small", $"trained on {model.TrainedOn}");
    }

    private static void RateOf(HtmlWriter html, double? rate, int? images, double? published)
    {
        if (rate is not { } known)
        {
            html.Text(HumanFormat.Missing);
            return;
        }

        var interval = Figures.Interval(rate, images, decimals: 2);
        html.Element("span", HumanFormat.BarePercent(known, 2), ("class", "main"));
        Aside(html, interval.Length > 0 ? $"[{interval}]" : "", published is { } theirs ? $"({HumanFormat.BarePublishedPercent(theirs)})" : "");
    }

    private static void Distance(HtmlWriter html, DistortionLine? line)
    {
        if (line is null)
        {
            return;
        }

        html.Element("span", HumanFormat.Distortion(line.MeanDistortion), ("class", "main"));
        Aside(html, "", line.PaperDistortion is { } theirs ? $"({HumanFormat.PublishedDistortion(theirs)})" : "");
    }

    /// <summary>A rate with what stands beside it.</summary>
    internal static void Rate(HtmlWriter html, double rate, double low, double high, double? published, int decimals)
    {
        html.Element("span", HumanFormat.BarePercent(rate, decimals), ("class", "main"));
        Aside(html, $"[{Figures.Interval(low, high, decimals)}]", published is { } theirs ? $"({HumanFormat.BarePublishedPercent(theirs)})" : "");
    }

    private static string Legend(StudyTables tables) =>
        Figures.Legend(tables.Models.Any(model => model.PaperTestError is not null) || tables.Errors.Any(error => error.PaperErrorRate is not null), "(published)");

    private static void Aside(HtmlWriter html, string interval, string published)
    {
        foreach (var text in new[] { interval, published }.Where(text => text.Length > 0))
        {
            html.Text(" ");
            html.Element("small", text);
        }
    }
}
