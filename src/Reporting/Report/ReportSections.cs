namespace Experiments.Reporting;

/// <summary>The parts of a report in their order. A new one is a file in Sections and a line here.</summary>
internal static class ReportSections
{
    private static readonly ReportSection[] Written =
    [
        new SummarySection(),
        new WarningsSection(),
        new ClaimsSection(),
        new NetworksSection(),
        new TransferSection(),
        new DistortionSection(),
        new NoiseSection(),
        new TransferDistanceSection(),
        new GallerySection(),
        new UnitsSection(),
        new SpectralSection(),
    ];

    internal static IReadOnlyList<ReportSection> All { get; } =
        [.. Written, new FurtherTablesSection(Written), new FailuresSection(), new KeysSection()];
}
