using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>What the study's author may not have meant, as the study was submitted.</summary>
internal sealed record WarningsSection() : ReportSection("warnings", "Warnings")
{
    internal override bool HasContent(ReportContent content) => content.Tables.Warnings.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content) =>
        HtmlTable.Write(html, "What the study's file may not mean as it says",
        [
            HtmlColumn<StudyWarning>.Name("place", warning => warning.Path),
            HtmlColumn<StudyWarning>.Text("warning", warning => warning.Message),
        ], content.Tables.Warnings, "prose");
}
