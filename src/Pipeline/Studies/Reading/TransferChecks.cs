using Experiments.Datasets;
using Experiments.Pipeline.Studies.Checks;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Reading;

/// <summary>Checks one transfer table against the models and attacks of its file.</summary>
internal sealed class TransferChecks(
    StudyTransfer transfer, KnownNames known, OptionsBinder binder, SettingsErrors errors)
{
    internal void Run(Func<string?, DatasetDescription?> facts)
    {
        References.CheckAll(binder, errors, transfer, "sources", transfer.Sources, "a model", known.Models);
        References.CheckAll(binder, errors, transfer, "attacks", transfer.Attacks, "an attack", known.Attacks);
        References.CheckAll(binder, errors, transfer, "victims", transfer.Victims, "a model", known.Models);
        CheckSources();
        CheckShapes(facts);
    }

    private void CheckSources()
    {
        var used = (transfer.Attacks ?? []).Select(a => AttackChain.IsMadeOnSource(a, known.Attack)).ToList();
        if (transfer.Sources.Count == 0)
        {
            for (var i = 0; i < used.Count; i++)
            {
                if (used[i] == true)
                {
                    errors.Add(
                        References.Item(binder, transfer, "attacks", transfer.Attacks!, i),
                        $"attacks[{i}] is '{transfer.Attacks![i]}', which is made on a source model; sources must name at least 1 model.");
                }
            }
        }
        else if (used.Count > 0 && used.All(u => u == false))
        {
            errors.Add(
                binder.NodeOf(transfer, "sources"),
                "sources is given; it must be left out where every attack is a control, which is made without a source.");
        }
    }

    private void CheckShapes(Func<string?, DatasetDescription?> facts)
    {
        if (facts(transfer.Images) is not { } images)
        {
            return;
        }

        foreach (var (member, names) in new[] { ("sources", transfer.Sources), ("victims", transfer.Victims ?? []) })
        {
            for (var i = 0; i < names.Count; i++)
            {
                var model = known.Model(names[i]);
                if (facts(model?.TrainOn) is { } trained && !ImageFit.Fits(trained, images))
                {
                    errors.Add(
                        References.Item(binder, transfer, member, names, i),
                        $"{member}[{i}] is '{names[i]}', trained on {ImageFit.Describe(trained)}; it must fit the images "
                            + $"'{transfer.Images}', {ImageFit.Describe(images)}.");
                }
            }
        }
    }
}
