namespace Experiments.Reporting;

/// <summary>A part of a report, with a heading of its own.</summary>
/// <param name="Id">Unique in the report; its address in the page.</param>
/// <param name="Title">Its heading.</param>
internal abstract record ReportSection(string Id, string Title)
{
    /// <summary>The records of the tables that are shown here, in some form; what no section shows is among the further tables.</summary>
    internal virtual IReadOnlyList<Type> Tables => [];

    /// <summary>Whether the study has anything to show here; without it the section and its line in the contents are left out.</summary>
    internal abstract bool HasContent(ReportContent content);

    /// <summary>Writes what stands under the heading; headings of its own begin at the third level.</summary>
    internal abstract void Write(HtmlWriter html, ReportContent content);
}
