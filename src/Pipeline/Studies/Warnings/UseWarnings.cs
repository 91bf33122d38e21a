using Experiments.Networks;

namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>What a study defines and does not use.</summary>
internal sealed class UseWarnings(WarnedStudy of, IReadOnlySet<string> dataOfAnalyses)
{
    internal void Run()
    {
        var study = of.Study;
        HashSet<string> data =
        [
            .. dataOfAnalyses,
            .. study.Models.SelectMany(model => model.EvaluateOn.Append(model.TrainOn).Append(model.HeldOut)).OfType<string>(),
            .. study.Transfers.Select(transfer => transfer.Images),
        ];
        foreach (var (name, entry) in study.Data.Where(entry => !data.Contains(entry.Key)))
        {
            of.Warn(of.Binder.NodeOf(entry), $"data has '{name}', which no model, transfer or analysis uses. Use it or remove it.");
        }

        WarnOfShared(typeof(TrainingOptions), "trainings");
        WarnOfShared(typeof(StudyPool), "pools");
        WarnOfAttacks();
    }

    private void WarnOfShared(Type type, string member)
    {
        foreach (var (name, node) in of.Binder.UnusedOf(type))
        {
            of.Warn(node, $"{member} has '{name}', which no model uses. Use it or remove it.");
        }
    }

    private void WarnOfAttacks()
    {
        var attacks = of.Study.Attacks;
        var used = new HashSet<string>();
        foreach (var root in of.Study.Transfers.SelectMany(transfer => transfer.Attacks))
        {
            var name = root;
            while (name is not null && used.Add(name))
            {
                name = of.Attack(name).Of;
            }
        }

        foreach (var attack in attacks.Where(attack => !used.Contains(attack.Name)))
        {
            of.Warn(attack, "name", $"name is '{attack.Name}', an attack that no transfer uses. Use it or remove it.");
        }
    }
}
