using Experiments.Networks;

namespace Experiments.Pipeline.Studies;

/// <summary>Records that a study's file writes once under a name and uses in several places.</summary>
internal static class SharedRecords
{
    /// <summary>Each with the key of the file that has its named ones.</summary>
    internal static IReadOnlyDictionary<Type, string> Parts { get; } =
        new Dictionary<Type, string> { [typeof(TrainingOptions)] = "trainings", [typeof(StudyPool)] = "pools" };

    internal static IReadOnlySet<Type> Types { get; } = Parts.Keys.ToHashSet();
}
