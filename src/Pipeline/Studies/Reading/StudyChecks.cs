using Experiments.Analysis;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Pipeline.Analyses;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Studies.Checks;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Reading;

/// <summary>What no single record of a study file can know: names that are unique, references that resolve, parts that fit each
/// other.</summary>
internal sealed class StudyChecks(
    Study study, OptionsBinder binder, SettingsErrors errors, IDataLibrary library, StudyOverrides overrides, ISet<string> dataOfAnalyses)
{
    /// <summary>What a model entry says of its training.</summary>
    private static readonly string[] OfTraining = ["training", "heldOut", "seed", "adversarialPools"];

    // Members that could not be read are null here in spite of their types; the errors are listed already.
    private readonly IReadOnlyDictionary<string, StudyData> _data = study.Data ?? new Dictionary<string, StudyData>();
    private readonly IReadOnlyList<StudyModel> _models = study.Models ?? [];
    private readonly KnownNames _known = new(study);
    private readonly DataResolver _resolver = new(library);
    private readonly Dictionary<string, DatasetDescription> _datasets = [];
    private readonly HashSet<string> _required = [];
    private readonly WeightsFit _weights = new();

    internal void Run()
    {
        CheckRoot();
        CheckData();
        CheckUnique(_models, m => m.Name, "model");
        CheckUnique(study.Attacks, a => a.Name, "attack");
        CheckNotClean();
        CheckUnique(study.Transfers, t => t.Name, "transfer");
        foreach (var model in _models)
        {
            CheckModel(model);
        }

        foreach (var attack in study.Attacks)
        {
            CheckBase(attack);
        }

        foreach (var transfer in study.Transfers)
        {
            new TransferChecks(transfer, _known, binder, errors).Run(Facts);
            CheckReference(transfer, "images", transfer.Images, "data", _known.Data);
        }

        CheckAnalyses();
    }

    private void CheckAnalyses()
    {
        CheckUnique(study.Analyses, a => a.Name, "analysis");
        foreach (var analysis in study.Analyses)
        {
            if (analysis.Name is { } name && _known.Transfer(name) is not null)
            {
                errors.Add(
                    binder.NodeOf(analysis, "name"), $"name is '{name}', which is a transfer's; the analysis must have a name of its own.");
            }

            if (analysis.Options is { } options)
            {
                AnalysisCatalogue.Types.Of(options).Check(
                    options, new AnalysisChecks(options, study, _known, binder, errors, Facts, dataOfAnalyses));
            }
        }
    }

    private void CheckRoot()
    {
        if (study.CompareWith is { } published && PublishedResults.All.Find(published) is null)
        {
            errors.Add(binder.NodeOf(study, "compareWith"), PublishedResults.All.Unknown("compareWith", $"'{published}'"));
        }

        if (study.Device != StudyDevice.Cpu && _models.Any(m => m?.AdversarialPools is { Count: > 0 }))
        {
            errors.Add(
                binder.NodeOf(study, "device"),
                "device is not cpu; it must be where a model has adversarialPools, which no other backend trains with.");
        }

        if (overrides.Images is < 1)
        {
            errors.Add(0, $"the number of images to perturb is {overrides.Images}; it must be at least 1.");
        }
    }

    private void CheckData()
    {
        foreach (var (name, entry) in _data)
        {
            if (!PartNameAttribute.IsName(name))
            {
                errors.Add(binder.NodeOf(entry), $"the name of the data is '{name}'; it must {PartNameAttribute.RuleText}.");
            }

            if (entry.Dataset is null || entry.Slice is null)
            {
                continue;
            }

            Resolve(name, entry);
        }
    }

    private void Resolve(string name, StudyData entry)
    {
        DatasetDescription? dataset = null;
        if (!Try(entry, "dataset", () => dataset = _resolver.Find(entry.Dataset)))
        {
            return;
        }

        if (dataset is null)
        {
            errors.Add(binder.NodeOf(entry, "dataset"), _resolver.Unknown(entry.Dataset));
            return;
        }

        var form = DataResolver.FormOf(entry);
        if (!Try(entry, null, () => _datasets[name] = dataset.In(form)))
        {
            return;
        }

        if (_datasets[name].ClassCount < 2)
        {
            errors.Add(
                binder.NodeOf(entry, "dataset"),
                $"dataset is '{entry.Dataset}', which has 1 class; it must have at least 2: an image of the only class has no wrong one.");
            _datasets.Remove(name);
            return;
        }

        var hasPart = entry.Split is { Part: >= 1, Parts: >= 2 } split && split.Part <= split.Parts;
        if (_required.Add(entry.Dataset))
        {
            Try(entry, "dataset", () => library.RequireFiles(dataset));
        }

        Try(entry, "slice", () => _resolver.Resolve(entry with { Split = null }, study.Seed), hasPart
            ? () => Try(entry, "split", () => _resolver.Resolve(entry, study.Seed))
            : null);
    }

    /// <summary>Runs a check and reports what it throws at a member; null for the one that the message begins with.</summary>
    /// <returns>Whether nothing is wrong.</returns>
    private bool Try(object entry, string? member, Action check, Action? next = null)
    {
        try
        {
            check();
            next?.Invoke();
            return true;
        }
        catch (DatasetException e)
        {
            errors.Add(binder.NodeOf(entry, member ?? e.Message.Split(' ', '.')[0]), e.Message.EndsWith('.') ? e.Message : e.Message + ".");
            return false;
        }
    }

    private void CheckModel(StudyModel model)
    {
        CheckReference(model, "trainOn", model.TrainOn, "data", _known.Data);
        CheckReference(model, "heldOut", model.HeldOut, "data", _known.Data);
        CheckReferences(model, "evaluateOn", model.EvaluateOn, "data", _known.Data);
        foreach (var pool in model.AdversarialPools ?? [])
        {
            CheckPool(pool);
        }

        var weights = CheckPretrained(model);
        if (Facts(model.TrainOn) is not { } facts)
        {
            return;
        }

        foreach (var other in model.EvaluateOn.Append(model.HeldOut).OfType<string>())
        {
            if (Facts(other) is { } read && !ImageFit.Fits(facts, read))
            {
                var member = other == model.HeldOut ? "heldOut" : "evaluateOn";
                errors.Add(
                    binder.NodeOf(model, member),
                    $"{member} has '{other}', {ImageFit.Describe(read)}; it must be like the training data '{model.TrainOn}', "
                        + $"{ImageFit.Describe(facts)}.");
            }
        }

        if (model.Architecture is { } architecture)
        {
            var pools = model.AdversarialPools ?? [];
            var misfits = Trainer.CheckFit(architecture, model.Training, facts.Shape, facts.ClassCount, pools);
            foreach (var misfit in misfits)
            {
                errors.Add(binder.NodeOf(model), $"model '{model.Name}': {misfit}");
            }

            if (misfits.Count == 0 && weights is not null)
            {
                var (problems, notes) = _weights.Check(weights, architecture, facts);
                foreach (var problem in problems)
                {
                    errors.Add(binder.NodeOf(model, "pretrained"), $"pretrained is '{model.Pretrained}': {problem}");
                }

                foreach (var note in notes)
                {
                    errors.Warn(binder.NodeOf(model, "pretrained"), $"pretrained is '{model.Pretrained}': {note}.");
                }
            }
        }
    }

    private void CheckPool(StudyPool pool)
    {
        if (pool.Attack is { } options && AttackCatalogue.Types.Of(options) is var type)
        {
            if (type.NeedsBase)
            {
                errors.Add(
                    binder.NodeOf(pool, "attack"), $"attack is {type.Name}; it must be one that starts from clean images in a pool.");
            }
            else if (errors.Count == 0 && !type.Create(options).StaysInBox)
            {
                errors.Add(
                    binder.NodeOf(pool, "attack"),
                    $"attack is {type.Name} with options that leave [0, 1]; it must stay in [0, 1] in a pool.");
            }
        }
    }

    /// <summary>A network whose weights are given is not trained, so nothing may say how.</summary>
    /// <returns>The file; null where there is none.</returns>
    private DataFile? CheckPretrained(StudyModel model)
    {
        if (model.Pretrained is not { } path)
        {
            return null;
        }

        DataFile? file = null;
        Try(model, "pretrained", () => file = library.FindFile(path));
        var own = binder.NodeOf(model);
        foreach (var member in OfTraining.Where(member => binder.NodeOf(model, member) != own))
        {
            errors.Add(
                binder.NodeOf(model, member), $"{member} is given; it must be left out for a pretrained network, which is not trained.");
        }

        return file;
    }

    private void CheckBase(StudyAttack attack)
    {
        if (attack.Options is not { } options)
        {
            return;
        }

        var type = AttackCatalogue.Types.Of(options);
        if (type.NeedsBase && attack.Of is null)
        {
            errors.Add(binder.NodeOf(attack), $"of is missing; it must be the name of the attack whose images {type.Name} starts from.");
        }
        else if (!type.NeedsBase && attack.Of is not null)
        {
            errors.Add(binder.NodeOf(attack, "of"), $"of is '{attack.Of}'; it must be left out: {type.Name} starts from clean images.");
        }
        else if (CheckReference(attack, "of", attack.Of, "an attack", _known.Attacks))
        {
            CheckCircle(attack);
        }
    }

    private void CheckCircle(StudyAttack attack)
    {
        var trail = new List<string> { attack.Name };
        for (var next = attack.Of; next is not null; next = _known.Attack(next)?.Of)
        {
            trail.Add(next);
            if (next == attack.Name)
            {
                errors.Add(
                    binder.NodeOf(attack, "of"),
                    $"of is '{attack.Of}'; it must not lead back to the attack itself: {string.Join(" -> ", trail)}.");
            }

            if (next == attack.Name)
            {
                return;
            }

            if (trail.Count > AttackChain.MaxLength)
            {
                // A circle of others is an error of theirs.
                if (trail.Distinct().Count() == trail.Count)
                {
                    errors.Add(
                        binder.NodeOf(attack, "of"), $"of is '{attack.Of}'; it must not lead on after {AttackChain.MaxLength} others.");
                }

                return;
            }
        }
    }

    private void CheckNotClean()
    {
        foreach (var attack in study.Attacks.Where(a => a.Name == TransferCellRow.Clean))
        {
            errors.Add(
                binder.NodeOf(attack, "name"),
                $"name is '{TransferCellRow.Clean}'; it must be another: the row of the images without a change has this name in every "
                    + "transfer table.");
        }
    }

    private void CheckUnique<T>(IReadOnlyList<T> entries, Func<T, string?> name, string what)
        where T : notnull
    {
        foreach (var group in entries.GroupBy(name).Where(g => g.Key is not null && g.Count() > 1))
        {
            foreach (var entry in group.Skip(1))
            {
                errors.Add(binder.NodeOf(entry, "name"), $"name is '{group.Key}'; it must be the name of one {what} only.");
            }
        }
    }

    private bool CheckReference(object owner, string member, string? name, string what, IReadOnlyCollection<string> known) =>
        References.Check(binder, errors, owner, member, name, what, known);

    private void CheckReferences(
        object owner, string member, IReadOnlyList<string> names, string what, IReadOnlyCollection<string> known) =>
        References.CheckAll(binder, errors, owner, member, names, what, known);

    /// <summary>The data set behind a name; null where the name or the data set is unknown, which is listed already.</summary>
    private DatasetDescription? Facts(string? data) =>
        data is not null ? _datasets.GetValueOrDefault(data) : null;
}
