namespace Experiments.Reporting;

/// <summary>A part of a report, with a heading of its own.</summary>
/// <param name="Id">Unique in the report; its address in the page.</param>
/// <param name="Title">Its heading.</param>
internal abstract record ReportSection(string Id, string Title)
{
    /// <summary>The names of the tables that are shown here, in some form; the others of a study have a section of their own.</summary>
    internal virtual IReadOnlyList<string> Tables => [];

    /// <summary>Whether the study has anything to show here; without it the section and its line in the contents are left out.</summary>
    internal abstract bool HasContent(ReportContent content);

    /// <summary>Writes what stands under the heading; headings of its own begin at the third level.</summary>
    internal abstract void Write(HtmlWriter html, ReportContent content);
}

/// <summary>The parts of a report in their order. A new one is a file in Sections and a line here.</summary>
internal static class ReportSections
{
    internal static IReadOnlyList<ReportSection> All { get; } =
    [
        new SummarySection(),
        new ClaimsSection(),
        new NetworksSection(),
        new TransferSection(),
        new DistortionSection(),
        new NoiseSection(),
        new TransferDistanceSection(),
        new GallerySection(),
        new UnitsSection(),
        new SpectralSection(),
        new OtherTablesSection(),
        new FailuresSection(),
        new KeysSection(),
    ];
}
