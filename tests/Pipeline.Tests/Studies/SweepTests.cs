using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Pipeline.Analyses.CompareModels;
using Experiments.Pipeline.Analyses.TransferDistance;
using Experiments.Pipeline.Analyses.Universality;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;

namespace Experiments.Pipeline.Tests;

/// <summary>Entries that are like others, stand for several, or are changed for a trial.</summary>
public sealed class SweepTests
{
    [Fact]
    public void Read_EachOnAnAttack_IsOneAttackForEachValueNamedByIt()
    {
        var study = Read(attacks: """{ "name": "pgd", "type": "pgd", "stepSize": 0.01, "each": { "epsilon": [0.05, 0.1] } }""");

        Assert.Equal(["pgd-epsilon=0.05", "pgd-epsilon=0.1"], study.Attacks.Select(attack => attack.Name));
        Assert.Equal([0.05, 0.1], study.Attacks.Select(attack => Math.Round(((PgdOptions)attack.Options).Epsilon, 6)));
    }

    [Fact]
    public void Read_EachOfSeveralLists_IsAGrid()
    {
        var study = Read(
            attacks: """{ "name": "pgd", "type": "pgd", "each": { "epsilon": [0.05, 0.1], "steps": [2, 3] } }""");

        Assert.Equal(
            ["pgd-epsilon=0.05-steps=2", "pgd-epsilon=0.05-steps=3", "pgd-epsilon=0.1-steps=2", "pgd-epsilon=0.1-steps=3"],
            study.Attacks.Select(attack => attack.Name));
    }

    [Fact]
    public void Read_EachByAPath_ReachesIntoSharedTrainingsAndArchitectures()
    {
        var study = Read(models: """
            { "name": "A", "architecture": { "type": "mlp", "hidden": [4] }, "training": "short", "trainOn": "train",
              "each": { "training.epochs": [1, 2], "architecture.hidden": [[3], [5, 6]] } }
            """);

        Assert.Equal(
            [
                "A-training.epochs=1-architecture.hidden=3", "A-training.epochs=1-architecture.hidden=5,6",
                "A-training.epochs=2-architecture.hidden=3", "A-training.epochs=2-architecture.hidden=5,6",
            ],
            study.Models.Select(model => model.Name));
        Assert.Equal([1, 1, 2, 2], study.Models.Select(model => model.Training.Epochs));
        Assert.All(study.Models, model => Assert.Equal(16, model.Training.BatchSize));
    }

    [Fact]
    public void Read_NameOfASweptEntry_MeansAllOfItsExpansions()
    {
        var study = Read(
            models: $$"""{{Model("A", """ "each": { "seed": [1, 2] }""")}}, {{Model("B")}}""",
            attacks: """{ "name": "pgd", "type": "pgd", "each": { "epsilon": [0.05, 0.1] } }""",
            transfers: """
                { "name": "t", "images": "test", "sources": ["A"], "attacks": ["pgd"], "victims": ["B", "A"] },
                { "name": "one", "images": "test", "sources": ["B"], "attacks": ["pgd-epsilon=0.1"], "victims": ["A-seed=2"] }
                """,
            analyses: """
                { "name": "far", "type": "transfer-distance", "transfer": "t", "attacks": ["pgd"] },
                { "name": "any", "type": "universality", "transfer": "t", "attack": "pgd", "craftOn": "train", "images": "test" },
                { "name": "seeds", "type": "compare-models", "data": "test", "groups": [{ "name": "A", "models": ["A"] }] }
                """);

        Assert.Equal(["A-seed=1", "A-seed=2"], study.Transfers[0].Sources);
        Assert.Equal(["pgd-epsilon=0.05", "pgd-epsilon=0.1"], study.Transfers[0].Attacks);
        Assert.Equal(["B", "A-seed=1", "A-seed=2"], study.Transfers[0].Victims);
        Assert.Equal(["A-seed=2"], study.Transfers[1].Victims);
        Assert.Equal(["far", "any-epsilon-0-05", "any-epsilon-0-1", "seeds"], study.Analyses.Select(analysis => analysis.Name));
        Assert.Equal(["pgd-epsilon=0.05", "pgd-epsilon=0.1"], ((TransferDistanceOptions)study.Analyses[0].Options).Attacks);
        Assert.Equal("pgd-epsilon=0.1", ((UniversalityOptions)study.Analyses[2].Options).Attack);
        Assert.Equal(["A-seed=1", "A-seed=2"], ((CompareModelsOptions)study.Analyses[3].Options).Groups[0].Models);
    }

    [Fact]
    public void Read_AttackOfASweptAttack_IsOneForEachOfItsExpansions()
    {
        var study = Read(attacks: """
            { "name": "louder", "type": "amplify", "of": "pgd", "each": { "stddev": [0.2, 0.3] } },
            { "name": "pgd", "type": "pgd", "each": { "epsilon": [0.05, 0.1] } }
            """);

        Assert.Equal(
            [
                ("louder-stddev=0.2-epsilon=0.05", "pgd-epsilon=0.05"), ("louder-stddev=0.2-epsilon=0.1", "pgd-epsilon=0.1"),
                ("louder-stddev=0.3-epsilon=0.05", "pgd-epsilon=0.05"), ("louder-stddev=0.3-epsilon=0.1", "pgd-epsilon=0.1"),
            ],
            study.Attacks.Where(attack => attack.Of is not null).Select(attack => (attack.Name, attack.Of!)));
    }

    [Fact]
    public void Read_LikeOnModelsAttacksAndTransfers_TakesWhatIsNotGiven()
    {
        var study = Read(
            models: $$"""{ "name": "B", "like": "A", "seed": 9 }, {{Model("A", """ "seed": 3, "evaluateOn": ["test"]""")}}""",
            attacks: """
                { "name": "noise", "type": "gaussian-noise", "stddev": 0.2, "draws": 2 },
                { "name": "quiet", "like": "noise", "stddev": 0.1 }, { "name": "quieter", "like": "quiet", "draws": 1 }
                """,
            transfers: """
                { "name": "t", "images": "test", "attacks": ["noise"], "victims": ["A"], "maxImages": 5 },
                { "name": "u", "like": "t", "victims": ["B"] }
                """);

        Assert.Equal(("B", "train", 9ul), (study.Models[0].Name, study.Models[0].TrainOn, study.Models[0].Seed!.Value));
        Assert.Equal(["test"], study.Models[0].EvaluateOn);
        Assert.Equal([(0.2, 2), (0.1, 2), (0.1, 1)], study.Attacks.Select(a => (GaussianNoiseOptions)a.Options)
            .Select(options => (Math.Round(options.Stddev, 6), options.Draws)));
        Assert.Equal((5, "B"), (study.Transfers[1].MaxImages!.Value, study.Transfers[1].Victims[0]));
    }

    [Fact]
    public void Read_LikeASweptEntry_IsSweptButForWhatItGives()
    {
        var study = Read(attacks: """
            { "name": "pgd", "type": "pgd", "each": { "epsilon": [0.05, 0.1], "steps": [2, 3] } },
            { "name": "once", "like": "pgd", "epsilon": 0.2 }, { "name": "other", "like": "pgd", "each": { "seed": [7] } }
            """);

        Assert.Equal(
            ["once-steps=2", "once-steps=3", "other-seed=7"], study.Attacks.Select(attack => attack.Name).Where(name => name[0] == 'o'));
    }

    [Theory]
    [InlineData(
        """{ "name": "a", "like": "b", "type": "pgd" }, { "name": "b", "like": "a" }""",
        "attacks[0].like: like is 'b'; it must not lead back to itself: b -> a -> b.",
        "attacks[1].like: like is 'a'; it must not lead back to itself: b -> a -> b.")]
    [InlineData(
        """{ "name": "a", "like": "c", "type": "pgd" }""",
        "attacks[0].like: like is 'c'; it must be one of: a. Did you mean 'a'?")]
    [InlineData(
        """{ "name": "a", "type": "pgd", "epsilon": 0.1, "each": { "epsilon": [0.1] } }""",
        "attacks[0].epsilon: epsilon is given and swept; it must be one of both.")]
    [InlineData(
        """{ "name": "a", "type": "pgd", "each": { "epsilon": [0.1, 0.2, 0.1] } }""",
        "attacks[0].each.epsilon[2]: epsilon[2] is 0.1; it must be in the list once.")]
    [InlineData(
        """{ "name": "a", "type": "pgd", "each": { "epsilon": 0.1 } }""",
        "attacks[0].each.epsilon: epsilon is 0.1; it must be a list of the values to sweep.")]
    [InlineData(
        """{ "name": "a", "type": "pgd", "each": { "epsilon": [0.1, -1] } }""",
        "attacks[0].each.epsilon[1]: epsilon[1] is -1; it must be ")]
    [InlineData(
        """{ "name": "a", "type": "pgd", "each": { "epsilom": [0.1] } }""",
        "attacks[0].each.epsilom[0]: epsilom is not a key of this object; it must be one of: ")]
    [InlineData(
        """{ "name": "a", "eech": { "epsilon": [0.1] }, "type": "pgd" }""",
        "attacks[0].eech: eech is not a key of this object; it must be one of: name, of, seed, like, each, type, ")]
    [InlineData(
        """{ "name": "a", "type": "amplify", "of": [[1]] }""", "attacks[0].of: of is a list; it must be a string.")]
    [InlineData(
        """{ "name": "a", "type": "pgd", "each": { "name": ["b"] } }""",
        "attacks[0].each.name: each has 'name'; it must be a member of the entry other than name, each, like, or a path to one: ")]
    public void Read_SomethingWrongWithASweep_SaysWhere(string attacks, params string[] errors)
    {
        var error = Assert.Throws<StudyValidationException>(() => Read(attacks: attacks));

        Assert.Contains(error.Errors, e => errors.Any(wanted => $"{e.Path}: {e.Message}".StartsWith(wanted, StringComparison.Ordinal)));
        Assert.All(error.Errors, e => Assert.True(e.Line > 1));
    }

    [Fact]
    public void Read_GridOfAMillion_IsAnErrorAtOnce()
    {
        var hundred = string.Join(", ", Enumerable.Range(1, 100));

        var error = Assert.Throws<StudyValidationException>(() => Read(attacks: $$"""
            { "name": "a", "type": "pgd", "each": { "seed": [{{hundred}}], "steps": [{{hundred}}], "epsilon": [{{hundred}}] } }
            """));

        Assert.Equal("each makes 1000000 entries; it must make at most 1000 of one entry.", Assert.Single(error.Errors).Message);
    }

    [Fact]
    public void Read_ChainOfLikesThatIsTooLong_IsAnErrorNotACrash()
    {
        var chain = string.Join(
            ",\n", Enumerable.Range(0, 30_000).Select(i => $$"""{ "name": "a{{i}}", "like": "a{{i + 1}}" }"""));

        var error = Assert.Throws<StudyValidationException>(
            () => Read(attacks: $$"""{{chain}}, { "name": "a30000", "type": "pgd" }"""));

        Assert.Contains(error.Errors, e => e.Message == "like is 'a17'; it must not lead on after 16 others.");
    }

    [Fact]
    public void Read_SharedRecordThatIsLargeUsedOften_IsBounded()
    {
        var models = string.Join(",\n", Enumerable.Range(0, 300).Select(i => Model($"m{i}")));
        var decays = string.Join(", ", Enumerable.Repeat("0", 20_000));

        var error = Assert.Throws<StudyValidationException>(() => Read(models: models, training: $$"""{ "weightDecay": [{{decays}}] }"""));

        Assert.Contains(
            error.Errors, e => e.Message == "the file grows by more than 1000000 values when all that is shared, alike or swept is written "
                + "out; it must by at most 1000000.");
    }

    [Fact]
    public void Read_SetValues_StandInThePlaceOfTheFiles()
    {
        var study = Read(
            models: $$"""{{Model("A")}}, { "name": "B", "like": "A", "seed": 4 }, {{Model("C", """ "each": { "seed": [1, 2] }""")}}""",
            attacks: """{ "name": "noise 0.1", "type": "gaussian-noise", "stddev": 0.1 }""",
            set: [
                "models.A.training.epochs=3", "models.B.training.epochs=5", "models.C.seed=7", "attacks[\"noise 0.1\"].draws=4",
                "data.train.slice=train[0..50)", "title=a trial", "trainings.short.batchSize=8",
            ]);

        Assert.Equal(["A", "B", "C"], study.Models.Select(model => model.Name));
        Assert.Equal([3, 5, 4], study.Models.Select(model => model.Training.Epochs));
        Assert.All(study.Models, model => Assert.Equal(8, model.Training.BatchSize));
        Assert.Equal(7ul, study.Models[2].Seed);
        Assert.Equal(4, Assert.IsType<GaussianNoiseOptions>(study.Attacks[0].Options).Draws);
        Assert.Equal(("train[0..50)", "a trial"), (study.Data["train"].Slice, study.Title));
    }

    [Theory]
    [InlineData("models.A.training.epochs=0", "models.A.training.epochs: epochs is 0; it must be from 1 to 100000.")]
    [InlineData("models.A.trainin.epochs=1", "models.A.trainin.epochs: trainin is not a key of this object; it must be one of: name, ")]
    [InlineData("models.Z.seed=1", "models has no 'Z'; it must be one of: A.")]
    [InlineData("trainings.shot.epochs=1", "trainings has no 'shot'; it must be one of: short. Did you mean 'short'?")]
    [InlineData("models[3].seed=1", "models has 1 items; the place must be below that, not 3.")]
    [InlineData("models.A.trainOn.x=1", "trainOn is 'train'; it must be an object or a list for 'x' to be in it.")]
    [InlineData("models.A.architecture={\"type\":", "the value is {\"type\":; it must be JSON where it begins like JSON.")]
    [InlineData("models.A", "the override is 'models.A'; it must be PATH=VALUE, the path ")]
    [InlineData("models..A=1", "the override is 'models..A=1'; it must be PATH=VALUE, the path ")]
    [InlineData("models.A.trainOn=tset", "models.A.trainOn: trainOn is 'tset'; it must be the name of data: train, test. Did you mean")]
    public void Read_SetValueThatIsWrong_SaysSoAsTheReaderDoes(string set, string message)
    {
        var error = Assert.Throws<StudyValidationException>(() => Read(set: [set]));

        Assert.Contains($"--set {set}: {message}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_SweepWrittenOutByHand_IsTheSameJobs()
    {
        var swept = Read(
            models: Model("A", """ "each": { "seed": [1, 2] }"""),
            attacks: """{ "name": "pgd", "type": "pgd", "each": { "epsilon": [0.05, 0.1] } }""",
            transfers: """{ "name": "t", "images": "test", "sources": ["A"], "attacks": ["pgd"], "victims": ["A"] }""");
        var byHand = Read(
            models: $$"""{{Model("one", """ "seed": 1""")}}, {{Model("two", """ "seed": 2""")}}""",
            attacks: """{ "name": "x", "type": "pgd", "epsilon": 0.05 }, { "name": "y", "type": "pgd", "epsilon": 0.1 }""",
            transfers: """
                { "name": "t", "images": "test", "sources": ["one", "two"], "attacks": ["x", "y"], "victims": ["one", "two"] }
                """);

        Assert.Equal(Keys(byHand), Keys(swept));
    }

    private static IEnumerable<JobKey> Keys(Study study) =>
        new Planner(new TinyLibrary()).Plan(study).Jobs.Select(job => job.Job.Key);

    private static string Model(string name, string more = "") =>
        $$"""
        { "name": "{{name}}", "architecture": { "type": "softmax" }, "training": "short",
          "trainOn": "train"{{(more.Length > 0 ? "," : "")}}{{more}} }
        """;

    private static Study Read(
        string? models = null, string attacks = "", string transfers = "", string analyses = "",
        string training = """{ "epochs": 4, "batchSize": 16 }""", string[]? set = null)
    {
        var text = $$"""
            {
              "name": "swept", "data": { "train": { "dataset": "tiny", "slice": "train" }, "test": { "dataset": "tiny", "slice": "test" } },
              "trainings": { "short": {{training}} },
              "models": [{{models ?? Model("A")}}],
              "attacks": [{{attacks}}],
              "transfers": [{{transfers}}],
              "analyses": [{{analyses}}]
            }
            """;
        return new StudyReader(new TinyLibrary()).Read(
            new StudyDocument("swept.json", text, StudyOverrides.None with { Settings = set ?? [] }));
    }
}
