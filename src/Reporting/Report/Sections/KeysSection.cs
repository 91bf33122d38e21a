using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>What the results were computed from: seeds, data and the keys of the networks.</summary>
internal sealed record KeysSection() : ReportSection("keys", "Keys and seeds")
{
    internal override bool HasContent(ReportContent content) => content.Tables.Of<ModelRow>().Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        var tables = content.Tables;
        html.Element(
            "p",
            "A key is the SHA-256 of everything that decides a network's weights: data, architecture, training and seed. Equal keys are "
                + "equal networks, to the last bit where the backend is deterministic.",
            ("class",
                "note"));
        if (tables.Origin is { } origin)
        {
            html.Element("p", string.Create(
                CultureInfo.InvariantCulture, $"Seed of the study: {origin.Seed}. Data: {string.Join(", ", origin.Datasets)}."));
        }

        HtmlTable.Write(html, "The networks' keys",
        [
            HtmlColumn<StudyRow<ModelRow>>.Name("network", model => model.Names.Model!),
            HtmlColumn<StudyRow<ModelRow>>.Number("seed", model => model.Row.Seed.ToString(CultureInfo.InvariantCulture)),
            HtmlColumn<StudyRow<ModelRow>>.Number("epochs", model => HumanFormat.Count(model.Row.Epochs)),
            HtmlColumn<StudyRow<ModelRow>>.Text("stopped by", model => model.Row.StoppedBy),
            HtmlColumn<StudyRow<ModelRow>>.Text(
                "backend", model => model.Row.Deterministic ? $"{model.Row.Backend}, deterministic" : model.Row.Backend),
            new("key", (writer, model) => writer.Element("code", model.Row.Job.Value)),
        ], tables.Of<ModelRow>());
    }
}
