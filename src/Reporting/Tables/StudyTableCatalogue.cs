using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The tables of a study that are read whole: a new one is its definition and a line here. Perturbed images, of which there can be millions, are streamed.</summary>
public static class StudyTableCatalogue
{
    /// <summary>In the order of the output.</summary>
    public static IReadOnlyList<StudyTable> All { get; } =
    [
        new StudyTable<ModelLine>(StudyTableDefinitions.Models, tables => tables.Models) { Always = true },
        new StudyTable<ErrorLine>(StudyTableDefinitions.Errors, tables => tables.Errors) { Always = true },
        new StudyTable<DistortionLine>(StudyTableDefinitions.Distortion, tables => tables.Distortion) { Always = true },
        new StudyTable<TransferLine>(StudyTableDefinitions.Transfer, tables => tables.Transfer) { Always = true },
        new StudyTable<UnitLine>(UnitTableDefinitions.Units, tables => tables.Units),
        new StudyTable<NoiseLine>(NoiseTableDefinitions.NoiseCurves, tables => tables.NoiseCurves),
        new StudyTable<RandomDirectionLine>(NoiseTableDefinitions.RandomDirections, tables => tables.RandomDirections),
        new StudyTable<ClaimLine>(StudyTableDefinitions.Claims, tables => tables.Claims),
        new StudyTable<ModelGroupLine>(StudyTableDefinitions.Groups, tables => tables.Groups),
        new StudyTable<SpectralLine>(SpectralTableDefinitions.Spectral, tables => tables.Spectral),
        new StudyTable<GainLine>(SpectralTableDefinitions.Gains, tables => tables.Gains),
        new StudyTable<UniversalLine>(UniversalityTableDefinitions.Universal, tables => tables.Universal),
        new StudyTable<TransferDistanceLine>(UniversalityTableDefinitions.TransferDistances, tables => tables.TransferDistances),
        new StudyTable<TransferDistancePointLine>(UniversalityTableDefinitions.TransferDistancePoints, tables => tables.TransferDistancePoints),
    ];

    /// <summary>The tables that a study has.</summary>
    public static IEnumerable<StudyTable> Of(StudyTables tables) => All.Where(table => table.Always || table.CountRows(tables) > 0);

    /// <summary>The table of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static StudyTable Get(string name) =>
        All.FirstOrDefault(table => table.Name == name)
        ?? throw new ArgumentException($"table is '{name}'; it must be one of: {string.Join(", ", All.Select(table => table.Name))}.", nameof(name));
}
