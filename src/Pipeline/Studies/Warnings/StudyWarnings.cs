using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>Finds what is valid in a study and yet may not be what its author meant. Options that know it of themselves
/// (<see cref="IWarnedOptions"/>) were asked when they were read.</summary>
internal static class StudyWarnings
{
    /// <param name="of">The study.</param>
    /// <param name="dataOfAnalyses">Names of the data that its analyses read.</param>
    /// <param name="codec">Writes its parts, to compare them.</param>
    internal static void Find(WarnedStudy of, IReadOnlySet<string> dataOfAnalyses, SettingsCodec codec)
    {
        new UseWarnings(of, dataOfAnalyses).Run();
        new TwinWarnings(of, codec).Run();
        new DataWarnings(of).Run();
        foreach (var transfer in of.Study.Transfers)
        {
            new TransferWarnings(of, transfer).Run();
        }
    }
}
