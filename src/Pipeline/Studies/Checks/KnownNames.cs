namespace Experiments.Pipeline.Studies.Checks;

/// <summary>The entries of a study by their names, of equal names the first: a check of a name takes no time that grows with the
/// study.</summary>
internal sealed class KnownNames(Study study)
{
    // Members that could not be read are null here in spite of their types; the errors are listed already.
    private readonly Dictionary<string, StudyModel> _models = ByName(study.Models ?? [], model => model.Name);
    private readonly Dictionary<string, StudyAttack> _attacks = ByName(study.Attacks, attack => attack.Name);
    private readonly Dictionary<string, StudyTransfer> _transfers = ByName(study.Transfers, transfer => transfer.Name);

    internal IReadOnlyCollection<string> Data { get; } = (study.Data?.Keys ?? []).ToHashSet(StringComparer.Ordinal);

    internal IReadOnlyCollection<string> Models => _models.Keys;

    internal IReadOnlyCollection<string> Attacks => _attacks.Keys;

    internal IReadOnlyCollection<string> Transfers => _transfers.Keys;

    internal StudyModel? Model(string? name) => name is null ? null : _models.GetValueOrDefault(name);

    internal StudyAttack? Attack(string? name) => name is null ? null : _attacks.GetValueOrDefault(name);

    internal StudyTransfer? Transfer(string? name) => name is null ? null : _transfers.GetValueOrDefault(name);

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> entries, Func<T, string?> name) =>
        entries.Where(entry => name(entry) is not null).DistinctBy(name).ToDictionary(entry => name(entry)!, StringComparer.Ordinal);
}
