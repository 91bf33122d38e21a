using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The networks and their errors on clean images.</summary>
internal sealed record NetworksSection() : ReportSection("networks", "Networks")
{
    internal override IReadOnlyList<Type> Tables => [typeof(ModelRow), typeof(ModelErrorRow)];

    internal override bool HasContent(ReportContent content) => content.Tables.Of<ModelRow>().Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var tables = content.Tables;
        HtmlTable.Write(
            html, $"Errors on clean images in percent, and how far images are moved to fool the network {Legend(tables)}", Columns(tables),
            tables.Of<ModelRow>(), "stacked");
        if (tables.Of<ModelErrorRow>().GroupBy(line => line.Names.Model!).Any(lines => lines.Count() > 1))
        {
            var data = tables.Of<ModelErrorRow>()
                .GroupBy(line => line.Names.Model!)
                .Where(lines => lines.Count() > 1)
                .SelectMany(lines => lines)
                .Select(line => line.Names.Data!)
                .Distinct()
                    .ToList();
            var models = tables.Of<ModelErrorRow>().GroupBy(line => line.Names.Model!).Where(lines => lines.Count() > 1).ToList();
            HtmlTable.Write(html, $"Errors by data in percent {Legend(tables)}",
                [HtmlColumn<IGrouping<string, StudyRow<ModelErrorRow>>>.Name("network", lines => lines.Key), .. data.Select(ErrorColumn)],
                models, "stacked");
        }
    }

    private static HtmlColumn<IGrouping<string, StudyRow<ModelErrorRow>>> ErrorColumn(string data) => new(data, (html, lines) =>
    {
        if (lines.FirstOrDefault(line => line.Names.Data! == data) is { } line)
        {
            Rate(html, line.Row.ErrorRate, line.Row.ErrorRateLow, line.Row.ErrorRateHigh, line.Published, decimals: 2);
        }
        else
        {
            html.Text(HumanFormat.Missing);
        }
    }) { IsNumber = true };

    private static List<HtmlColumn<StudyRow<ModelRow>>> Columns(StudyTables tables)
    {
        StudyRow<AdversarialSetRow>? Attacked(StudyRow<ModelRow> model) =>
            tables.Of<AdversarialSetRow>().FirstOrDefault(line => line.Names.Source == model.Names.Model!);
        List<HtmlColumn<StudyRow<ModelRow>>> columns =
        [
            new("network", WriteName) { NamesRow = true },
            new("training error", WriteTraining) { IsNumber = true },
            new("test error", (html, model) => WriteTest(html, tables.TestOf(model.Names.Model!))) { IsNumber = true },
        ];
        if (tables.Of<AdversarialSetRow>().Any(line => line.Names.Source is not null))
        {
            columns.Add(new("mean distortion to 0 % accuracy", (html, model) => Distance(html, Attacked(model))) { IsNumber = true });
            columns.Add(HtmlColumn<StudyRow<ModelRow>>.Number(
                "attack succeeds", model => Attacked(model)?.Row.SuccessRate is { } success ? HumanFormat.BarePercent(success) : ""));
        }

        return columns;
    }

    private static void WriteName(HtmlWriter html, StudyRow<ModelRow> model)
    {
        html.Text(model.Names.Model!);
        html.Text(" ");
        html.Element("small", $"{model.Row.Architecture}, {HumanFormat.Count(model.Row.Parameters)} parameters");
        html.Text(" ");
        html.Element("small", $"trained on {model.Row.TrainedOn}");
    }

    private static void WriteTest(HtmlWriter html, StudyRow<ModelErrorRow>? test)
    {
        if (test is null)
        {
            html.Text(HumanFormat.Missing);
            return;
        }

        Rate(html, test.Row.ErrorRate, test.Row.ErrorRateLow, test.Row.ErrorRateHigh, test.Published, decimals: 2);
    }

    private static void WriteTraining(HtmlWriter html, StudyRow<ModelRow> model)
    {
        var wilson = WilsonInterval.For(model.Row.TrainErrors, model.Row.TrainImages);
        var (low, high) = Replicated.Interval(model, row => ((ModelRow)row).TrainErrorRate) ?? (wilson.Low, wilson.High);
        Rate(html, model.Row.TrainErrorRate, low, high, model.Published, decimals: 2);
    }

    private static void Distance(HtmlWriter html, StudyRow<AdversarialSetRow>? line)
    {
        if (line is null)
        {
            return;
        }

        html.Element("span", Figures.Distortion(line.Row), ("class", "main"));
        Aside(html, Figures.Failed(line), line.Published is { } theirs ? $"({HumanFormat.PublishedDistortion(theirs)})" : "");
    }

    /// <summary>A rate with what stands beside it.</summary>
    internal static void Rate(HtmlWriter html, double? rate, double? low, double? high, double? published, int decimals)
    {
        html.Element("span", HumanFormat.BarePercent(rate, decimals), ("class", "main"));
        Aside(html, $"[{Figures.Interval(low, high, decimals)}]", published is { } theirs
            ? $"({HumanFormat.BarePublishedPercent(theirs)})"
            : "");
    }

    private static string Legend(StudyTables tables) =>
        Figures.Legend(tables.Of<ModelErrorRow>().Any(error => error.Published is not null), "(published)");

    private static void Aside(HtmlWriter html, string interval, string published)
    {
        foreach (var text in new[] { interval, published }.Where(text => text.Length > 0))
        {
            html.Text(" ");
            html.Element("small", text);
        }
    }
}
