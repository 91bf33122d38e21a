using System.Security.Cryptography;
using System.Text;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>Entries that differ in their names only: they are the same jobs, and every result of theirs is there several times.</summary>
internal sealed class TwinWarnings(WarnedStudy of, SettingsCodec codec)
{
    private readonly Dictionary<string, string> _data = [];
    private readonly Dictionary<string, string> _attacks = [];

    internal void Run()
    {
        var study = of.Study;
        WarnOf(study.Models, model => model.Name, Alike, "a model", "Give each a \"seed\" of its own, or remove one.");
        WarnOf(study.Attacks, attack => attack.Name, Alike, "an attack", "Change or remove one.");
        WarnOf(
            study.Transfers, transfer => transfer.Name, transfer => transfer with { Name = "", Title = null }, "a transfer",
            "Change or remove one.");
        WarnOf(
            study.Analyses, analysis => analysis.Name,
            analysis => analysis with { Name = "", Title = null, Seed = of.Study.SeedOf(analysis) }, "an analysis",
            "Change or remove one.");
        WarnOfData();
    }

    /// <summary>The model as its training is named: without what only evaluates it, with the data that names stand for.</summary>
    private StudyModel Alike(StudyModel model) => model with
    {
        Name = "",
        EvaluateOn = [],
        TrainOn = KeyOf(model.TrainOn),
        HeldOut = model.HeldOut is { } heldOut ? KeyOf(heldOut) : null,
        Seed = model.Pretrained is null ? of.Study.SeedOf(model) : null,
    };

    private StudyAttack Alike(StudyAttack attack) => attack with
    {
        Name = "",
        Seed = of.Study.SeedOf(attack),
        Of = attack.Of is { } start ? KeyOfAttack(start) : null,
    };

    /// <summary>One text for attacks that differ in their names only; as long for one that is made of many.</summary>
    private string KeyOfAttack(string name) => _attacks.TryGetValue(name, out var known) ? known
        : _attacks[name] = Hash(Alike(of.Attack(name)));

    private string KeyOf(string data) => _data.TryGetValue(data, out var known) ? known : _data[data] = Hash(of.Settings(data));

    private string Hash<T>(T part)
        where T : class => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(codec.Write(part)))));

    private void WarnOf<T>(IReadOnlyList<T> entries, Func<T, string> name, Func<T, T> nameless, string what, string advice)
        where T : class
    {
        var seen = new Dictionary<string, string>();
        foreach (var entry in entries)
        {
            var key = Hash(nameless(entry));
            if (!seen.TryAdd(key, name(entry)))
            {
                of.Warn(
                    entry, "name",
                    $"name is '{name(entry)}', {what} that differs from '{seen[key]}' in nothing else: both are the same jobs. {advice}");
            }
        }
    }

    private void WarnOfData()
    {
        var seen = new Dictionary<string, string>();
        foreach (var (name, entry) in of.Study.Data)
        {
            if (!seen.TryAdd(KeyOf(name), name))
            {
                of.Warn(
                    of.Binder.NodeOf(entry),
                    $"data has '{name}', which differs from '{seen[KeyOf(name)]}' in its name only: both are the same images. Remove one.");
            }
        }
    }
}
