using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Jobs that failed, and why.</summary>
internal sealed record FailuresSection() : ReportSection("failures", "Failed jobs")
{
    internal override bool HasContent(ReportContent content) => content.Failures.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content) =>
        HtmlTable.Write(html, "Jobs that failed; what needs them has no result",
        [
            HtmlColumn<FailedJob>.Name("job", failure => failure.Name),
            HtmlColumn<FailedJob>.Number("tries", failure => HumanFormat.Count(failure.Attempts)),
            HtmlColumn<FailedJob>.Text("error", failure => failure.Error),
            new("key", (html, failure) => html.Element("code", failure.Job.Short)),
        ], content.Failures, "prose");
}
