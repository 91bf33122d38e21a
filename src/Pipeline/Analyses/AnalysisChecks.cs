using Experiments.Datasets;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Checks;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses;

/// <summary>What an analysis can check of the study that it is in. Errors carry the line and column of the option they are about.</summary>
/// <param name="options">The analysis' own.</param>
/// <param name="study">It may have errors.</param>
/// <param name="known">Names of its parts.</param>
/// <param name="binder">Knows where its parts stand in the file.</param>
/// <param name="errors">Takes the errors.</param>
/// <param name="facts">The data set behind the name of a slice.</param>
/// <param name="usedData">Takes the names of data that the analysis reads.</param>
internal sealed class AnalysisChecks(
    AnalysisOptions options, Study study, KnownNames known, OptionsBinder binder, SettingsErrors errors,
    Func<string?, DatasetDescription?> facts, ISet<string> usedData)
{
    /// <summary>The models of the file; one that could not be read is missing.</summary>
    internal IReadOnlyList<StudyModel> Models { get; } = study.Models ?? [];

    /// <summary>The transfer of a name, of equal names the first; null where there is none.</summary>
    internal StudyTransfer? FindTransfer(string? name) => known.Transfer(name);

    /// <summary>The model of a name, of equal names the first; null where there is none.</summary>
    internal StudyModel? FindModel(string? name) => known.Model(name);

    /// <summary>The name of one of the study's models.</summary>
    /// <returns>Whether it is given and known.</returns>
    internal bool Model(string member, string? name) => Check(member, name, "a model", known.Models);

    /// <summary>Names of the study's models, each once.</summary>
    internal void ModelList(string member, IReadOnlyList<string> names) => CheckAll(member, names, "a model", known.Models);

    /// <summary>Names of the study's models, each once, in a part of the options that is a record of its own.</summary>
    internal void ModelListOf(object part, string member, IReadOnlyList<string> names) =>
        References.CheckAll(binder, errors, part, member, names, "a model", known.Models);

    /// <summary>The seed that a model is trained with; null where there is no such model.</summary>
    internal ulong? SeedOf(string model) => known.Model(model) is { } entry ? study.SeedOf(entry) : null;

    /// <summary>The name of one of the study's slices of data.</summary>
    /// <returns>Whether it is given and known.</returns>
    internal bool Data(string member, string? name)
    {
        if (!Check(member, name, "data", known.Data))
        {
            return false;
        }

        usedData.Add(name!);
        return true;
    }

    /// <summary>The name of one of the study's attacks.</summary>
    /// <returns>Whether it is given and known.</returns>
    internal bool Attack(string member, string? name) => Check(member, name, "an attack", known.Attacks);

    /// <summary>Names of the study's attacks, each once.</summary>
    internal void AttackList(string member, IReadOnlyList<string> names) =>
        CheckAll(member, names, "an attack", known.Attacks);

    /// <summary>The name of one of the study's transfers.</summary>
    /// <returns>Whether it is given and known.</returns>
    internal bool Transfer(string member, string? name) => Check(member, name, "a transfer", known.Transfers);

    /// <summary>The attack is made on a source model, through all attacks that it is made of; null where that cannot be told, which is
    /// another error.</summary>
    internal bool? IsMadeOnSource(string attack) => AttackChain.IsMadeOnSource(attack, known.Attack);

    /// <summary>The data set behind the name of a slice; null where it is unknown, which is listed already.</summary>
    internal DatasetDescription? Facts(string? data) => facts(data);

    /// <summary>The models read images of the data's shape and classes.</summary>
    internal void Fit(string member, IReadOnlyList<string> models, string? data)
    {
        if (Facts(data) is not { } images)
        {
            return;
        }

        foreach (var name in models)
        {
            var model = known.Model(name);
            if (Facts(model?.TrainOn) is { } trained && !ImageFit.Fits(trained, images))
            {
                Add(
                    member,
                    $"{member} has '{name}', trained on {ImageFit.Describe(trained)}; it must fit the images '{data}', "
                        + $"{ImageFit.Describe(images)}.");
            }
        }
    }

    /// <summary>Adds an error of the analysis' own.</summary>
    internal void Add(string member, string message) => errors.Add(binder.NodeOf(options, member), message);

    /// <summary>Adds an error about a part of the options that is a record of its own.</summary>
    internal void AddTo(object part, string member, string message) => errors.Add(binder.NodeOf(part, member), message);

    private bool Check(string member, string? name, string what, IReadOnlyCollection<string> known) =>
        References.Check(binder, errors, options, member, name, what, known);

    private void CheckAll(string member, IReadOnlyList<string> names, string what, IReadOnlyCollection<string> known) =>
        References.CheckAll(binder, errors, options, member, names, what, known);
}
