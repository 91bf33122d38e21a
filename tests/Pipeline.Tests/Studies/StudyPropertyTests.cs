using CsCheck;
using Experiments.Contracts;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;

namespace Experiments.Pipeline.Tests;

/// <summary>Random studies of bounded size, right ones and wrong ones: the reader answers each, with a study that holds or with its
/// errors.</summary>
public sealed class StudyPropertyTests
{
    private const int Samples = 100_000;

    /// <summary>Three entries, each swept over three lists of three values.</summary>
    private const int MostEntries = 3 * 27;

    private static readonly StudyReader Reader = new(new TinyLibrary());

    // Most values are right, so that most studies have few errors or none.
    private static readonly Gen<string> Odd = Gen.OneOf(
        "-1", "0", "2.5", "1e400", "18446744073709551616", "-0", "true", "null", "[]", "{}", "[[1]]", "{\"like\": \"a\"}", "\"\"",
        "\"zz\"");

    private static readonly Gen<string> Whole = Mostly("1", "2", "3");

    private static readonly Gen<string> Real = Mostly("0.05", "0.1", "1e-1");

    private static readonly Gen<string> Name = Mostly("\"a\"", "\"a\"", "\"b\"", "\"a-seed=1\"");

    private static readonly Gen<string> Names = Gen.Frequency<string>(
        (12, Gen.Const("[\"a\"]")), (4, Gen.Const("[\"a\", \"b\"]")), (1, ListOf(Name, 0, 3)));

    private static readonly Gen<string> Each = Gen.Frequency<string>(
        (4, ListOf(Whole, 1, 3).Select(values => $$"""{ "seed": {{values}} }""")),
        (1, ObjectOf(
            (5, "seed", ListOf(Whole, 0, 3)), (3, "epsilon", ListOf(Real, 1, 3)), (2, "training.epochs", ListOf(Whole, 1, 3)),
            (1, "of", Names), (1, "architecture.hidden", ListOf(Odd, 1, 2)), (1, "name", Names), (1, "a[0].b", ListOf(Odd, 0, 2)))));

    private static readonly Gen<string> Training = Gen.Frequency<string>(
        (6, Gen.Const("\"a\"")),
        (3, ObjectOf((8, "epochs", Whole), (3, "like", Mostly("\"a\"")), (2, "batchSize", Whole), (1, "epocs", Odd))));

    private static readonly Gen<string> Architecture = Gen.Frequency<string>(
        (9, Gen.Const("""{ "type": "softmax" }""")), (3, ListOf(Whole, 1, 2).Select(h => $$"""{ "type": "mlp", "hidden": {{h}} }""")),
        (1, Odd));

    private static readonly Gen<string> Text = ObjectOf(
        (10, "name", Gen.Const("\"random\"")), (3, "seed", Whole), (3, "replicates", Whole),
        (10, "data", Gen.Const("""{ "train": { "dataset": "tiny", "slice": "train" }, "test": { "dataset": "tiny", "slice": "test" } }""")),
        (10, "trainings", ObjectOf((10, "a", ObjectOf((8, "epochs", Whole))), (2, "b", Training))),
        (10, "models", Entries(Model("a"), Model("b"), Model("c"))), (9, "attacks", Entries(Attack("a"), Attack("b"), Attack("c"))),
        (6, "transfers", Entries(Transfer("t"), Transfer("u"))), (2, "analyses", Entries(Analysis("x"), Analysis("y"))));

    private static readonly Gen<string> Override = Gen.Select(
        Gen.OneOf("models.a.seed", "models[0].training.epochs", "trainings.a.epochs", "attacks[\"a\"].seed", "models", "", "a..b"),
        Gen.Frequency<string>((8, Whole), (1, Gen.OneOf("{", "text", "\""))), (path, value) => $"{path}={value}");

    [Fact]
    public void Read_RandomStudies_AreStudiesThatHoldOrHaveErrors()
    {
        var (valid, swept) = (0, 0);
        Gen.Select(Text, Override.Array[0, 1]).Sample(
            (text, overrides) =>
            {
                if (Read(text, overrides) is { } study)
                {
                    Interlocked.Increment(ref valid);
                    Interlocked.Add(ref swept, study.Models.Count(model => model.Name.Contains('=', StringComparison.Ordinal)));
                    CheckHolds(study);
                }
            },
            iter: Samples);

        // The samples say something only if many are right, and many wrong.
        Assert.InRange(valid, Samples / 100, Samples / 100 * 99);
        Assert.True(swept > Samples / 100, $"{swept} models came from sweeps.");
    }

    private static Study? Read(string text, string[] overrides)
    {
        try
        {
            return Reader.Read(new StudyDocument("random.json", text, StudyOverrides.None with { Settings = overrides }));
        }
        catch (StudyValidationException e)
        {
            Assert.NotEmpty(e.Errors);
            Assert.All(e.Errors, error => Assert.True(error is { Line: > 0, Column: > 0, Message.Length: > 0 }));
            return null;
        }
    }

    private static void CheckHolds(Study study)
    {
        var models = study.Models.Select(model => model.Name).ToHashSet();
        var attacks = study.Attacks.Select(attack => attack.Name).ToHashSet();
        Assert.Equal((study.Models.Count, study.Attacks.Count), (models.Count, attacks.Count));
        Assert.InRange(models.Count, 1, MostEntries);
        Assert.All(study.Attacks, attack => Assert.True(attack.Of is null || attacks.Contains(attack.Of)));
        Assert.All(study.Transfers, transfer => Assert.True(
            transfer.Sources.Concat(transfer.Victims).All(models.Contains) && transfer.Attacks.All(attacks.Contains)));

        // What the database keeps is the same study.
        var stored = StudyDefinition.Write(study);
        Assert.Equal(stored, StudyDefinition.Write(StudyDefinition.Read(stored)));
    }

    private static Gen<string> Model(string name) => ObjectOf(
        (10, "name", Gen.Const($"\"{name}\"")), (10, "architecture", Architecture), (5, "training", Training),
        (10, "trainOn", Mostly("\"train\"")), (2, "seed", Whole), (name == "a" ? 0 : 3, "like", Mostly("\"a\"", "\"b\"")),
        (4, "each", Each));

    private static Gen<string> Attack(string name) => ObjectOf(
        (10, "name", Gen.Const($"\"{name}\"")),
        (10, "type", Gen.Frequency<string>((8, Gen.Const("\"pgd\"")), (2, Gen.OneOf("\"lbfgs\"", "\"gaussian-noise\"", "\"amplify\"")))),
        (3, "epsilon", Real), (name == "a" ? 0 : 1, "of", Mostly("\"a\"")), (name == "a" ? 0 : 3, "like", Mostly("\"a\"")),
        (3, "each", Each));

    private static Gen<string> Transfer(string name) => ObjectOf(
        (10, "name", Gen.Const($"\"{name}\"")), (10, "images", Mostly("\"test\"")), (10, "sources", Names), (10, "attacks", Names),
        (10, "victims", Names), (2, "maxImages", Whole), (name == "t" ? 0 : 2, "like", Mostly("\"t\"")));

    private static Gen<string> Analysis(string name) => ObjectOf(
        (10, "name", Gen.Const($"\"{name}\"")), (10, "type", Mostly("\"transfer-distance\"", "\"universality\"", "\"spectral\"")),
        (9, "transfer", Mostly("\"t\"")), (3, "attacks", Names), (1, "attack", Name), (1, "models", Names), (1, "each", Each));

    private static Gen<string> Mostly(params string[] values) => Gen.Frequency<string>((60, Gen.OneOf(values)), (1, Odd));

    /// <summary>The first one, two or all of the entries.</summary>
    private static Gen<string> Entries(params Gen<string>[] entries) =>
        entries.Skip(1).Aggregate(
            entries[0], (before, entry) => Gen.Select(before, Gen.Bool, entry, (text, more, next) => more ? $"{text}, {next}" : text))
            .Select(text => $"[{text}]");

    private static Gen<string> ListOf(Gen<string> item, int least, int most) =>
        item.Array[least, most].Select(items => $"[{string.Join(", ", items.Distinct())}]");

    /// <summary>An object that has each of its members so many times in ten.</summary>
    private static Gen<string> ObjectOf(params (int Often, string Key, Gen<string> Value)[] members) =>
        members.Aggregate(
            Gen.Const(""),
            (before, member) => Gen.Select(before, Gen.Int[1, 10], member.Value, (text, chance, value) =>
                chance > member.Often ? text : $"{text}{(text.Length > 0 ? ", " : "")}\"{member.Key}\": {value}"))
            .Select(text => $"{{ {text} }}");
}
