using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Settings;

namespace Experiments.Pipeline.Tests;

public sealed class StudyReaderTests
{
    [Fact]
    public void Read_TinyStudy_FillsInDefaultsSeedsAndSharedTrainings()
    {
        var study = TinyStudy.Read(TinyStudy.Text);

        Assert.Equal("tiny-study", study.Name);
        Assert.Equal([DerivedSeed.Of(7, SeedPurpose.Model, "linear"), 8ul], study.Models.Select(m => study.SeedOf(m)));
        Assert.Equal([8], Assert.IsType<MlpOptions>(study.Models[1].Architecture).Hidden);
        Assert.Equal(6, study.Models[1].Training.Epochs);
        Assert.Equal(16, study.Models[1].Training.BatchSize);
        Assert.Equal(0.9, study.Models[1].Training.Beta1);
        Assert.Equal(TargetChoice.Random, Assert.IsType<LbfgsOptions>(study.Attacks[0].Options).Target);
        Assert.Equal("lbfgs", study.Attacks[2].Of);
    }

    private const string StudyKeys =
        "$schema, name, title, description, seed, replicates, compareWith, device, data, trainings, pools, models, attacks, transfers, "
            + "analyses";

    [Fact]
    public void Read_ManyErrors_AreReportedTogetherInTheOrderOfTheFile()
    {
        const string Text = """
            {
              "name": "Bad Name",
              "sead": 1,
              "data": { "train": { "dataset": "tiny", "slice": "train" }, "far": { "dataset": "tiny", "slice": "test[50..70)" } },
              "models": [
                { "name": "a", "architecture": { "type": "mpl" }, "trainOn": "train" },
                { "name": "b", "architecture": { "type": "softmax", "hidden": 3 }, "trainOn": "tain",
                  "training": { "epochs": 0, "optimizer": "adm" } },
                { "name": "b", "architecture": { "type": "mlp" }, "trainOn": "train",
                  "training": { "epochs": 2.5, "learningRate": "fast" } }
              ],
              "attacks": [ { "name": "n", "type": "gaussian-noise", "stdev": 0.1, "draws": 0 } ],
              "transfers": [ { "name": "t", "images": "train", "attacks": [], "victims": ["c", "a", "a"] } ]
            }
            """;

        Assert.Equal(
            """
            bad.json has 16 errors:
              bad.json:2:11: name: name is 'Bad Name'; it must be 1 to 64 lower-case letters, digits and hyphens, a letter or digit first.
              bad.json:3:3: sead: sead is not a key of this object; it must be one of: STUDYKEYS. Did you mean 'seed'?
              bad.json:4:100: data.far.slice: slice is 'test[50..70)'; it must be a range with at least one image in [0..60), IMAGESOF test.
              bad.json:6:46: models[0].architecture.type: type is 'mpl'; it must be one of: ARCHITECTURES. Did you mean 'mlp'?
              bad.json:7:57: models[1].architecture.hidden: hidden is not a key of this object; it must be one of: type.
              bad.json:7:83: models[1].trainOn: trainOn is 'tain'; it must be the name of data: train, far. Did you mean 'train'?
              bad.json:8:31: models[1].training.epochs: epochs is 0; it must be from 1 to 100000.
              bad.json:8:47: models[1].training.optimizer: optimizer is 'adm'; it must be one of: sgd, adam. Did you mean 'adam'?
              bad.json:9:15: models[2].name: name is 'b'; it must be the name of one model only.
              bad.json:10:31: models[2].training.epochs: epochs is 2.5; it must be a whole number.
              bad.json:10:52: models[2].training.learningRate: learningRate is 'fast'; it must be a number.
              bad.json:12:57: attacks[0].stdev: stdev is not a key of this object; it must be one of: ATTACKKEYS. Did you mean 'stddev'?
              bad.json:12:80: attacks[0].draws: draws is 0; it must be from 1 to 1000.
              bad.json:13:63: transfers[0].attacks: attacks has 0 items; it must have at least 1.
              bad.json:13:79: transfers[0].victims[0]: victims[0] is 'c'; it must be the name of a model: a, b. Did you mean 'a'?
              bad.json:13:89: transfers[0].victims[2]: victims[2] is 'a'; it must be in the list once.
            """
                .Replace("STUDYKEYS", StudyKeys, StringComparison.Ordinal)
                .Replace("IMAGESOF", "the images of 'tiny'", StringComparison.Ordinal)
                .Replace("ARCHITECTURES", string.Join(", ", ArchitectureCatalogue.Types.Names), StringComparison.Ordinal)
                .Replace("ATTACKKEYS", "name, of, seed, like, each, type, stddev, clip, draws", StringComparison.Ordinal),
            ErrorsOf(Text));
    }

    [Fact]
    public void Read_PoolsOfAdversarialExamples_FillsInDefaultsAndSharedPools()
    {
        var study = TinyStudy.Read(WithPools("""["input", { "like": "input", "layer": 1, "weight": 0.5 }]"""));

        Assert.Null(study.Models[0].AdversarialPools);
        var pools = study.Models[1].AdversarialPools!;
        Assert.Equal([0, 1], pools.Select(p => p.Layer));
        Assert.Equal([1.0, 0.5], pools.Select(p => p.Weight));
        Assert.All(pools, p => Assert.Equal(512, p.Size));
        Assert.All(pools, p => Assert.Equal(0.05, Assert.IsType<PgdOptions>(p.Attack).Epsilon));
    }

    [Theory]
    [InlineData("[]", "adversarialPools: adversarialPools has 0 items; it must have at least 1.")]
    [InlineData("""["inptu"]""", "adversarialPools[0]: adversarialPools[0] is 'inptu'; it must be one of: input. Did you mean 'input'?")]
    [InlineData("""[{ "layer": 1 }]""", "adversarialPools[0]: attack is missing; it must be an object with the type of attack.")]
    [InlineData(
        """[{ "like": "input", "refresh": 600, "weight": 0, "attack": { "type": "pgd", "steps": 0 } }]""",
        "adversarialPools[0].weight: weight is 0; it must be above 0 and at most 1000.|adversarialPools[0].attack.steps: steps is 0; it "
            + "must be from 1 to 100000.")]
    [InlineData("""[{ "like": "input", "refresh": 600 }]""", "adversarialPools[0].refresh: refresh is 600; it must be at most size, 512.")]
    [InlineData(
        """[{ "like": "input", "layer": 2 }]""",
        ": model 'mlp': layer of adversarial pool 0 is 2; it must be from 0 to the network's last layer, 1.")]
    [InlineData(
        """[{ "attack": { "type": "amplify" } }]""",
        "adversarialPools[0].attack: attack is amplify; it must be one that starts from clean images in a pool.")]
    [InlineData(
        """[{ "attack": { "type": "gaussian-noise", "clip": false } }]""",
        "adversarialPools[0].attack: attack is gaussian-noise with options that leave [0, 1]; it must stay in [0, 1] in a pool.")]
    [InlineData(
        """[{ "attack": { "type": "pgd", "norm": "l2" } }]""",
        "adversarialPools[0].attack.norm: norm is 'l2'; it must be rms for the root mean square of the change per pixel, which "
            + "was spelled l2 before, "
        + "or have \"euclidean\": true beside it for the Euclidean norm.")]
    [InlineData(
        """[{ "attack": { "type": "pgd", "norm": "linf", "euclidean": false, "epsilon": 1.5, "stepSize": 2 } }]""",
        "adversarialPools[0].attack.euclidean: euclidean is false; it must be left out unless norm is l2."
        + "|adversarialPools[0].attack.epsilon: epsilon is 1.5; it must be above 0 and at most 1 unless norm is l2."
        + "|adversarialPools[0].attack.stepSize: stepSize is 2; it must be above 0 and at most 1 unless norm is l2.")]
    [InlineData(
        """[{ "attack": { "type": "pgd", "epsilon": 0 } }]""",
        "adversarialPools[0].attack.epsilon: epsilon is 0; it must be above 0 and at most 10000.")]
    public void Read_WrongPools_SaysWhatIsWrong(string pools, string errors)
    {
        var lines = ErrorsOf(WithPools(pools)).Split('\n')[1..]
            .Select(line => line[(line.IndexOf("models[1]", StringComparison.Ordinal) + "models[1]".Length)..].TrimStart('.'));

        Assert.Equal(errors, string.Join('|', lines));
    }

    private static string WithPools(string pools) => TinyStudy.Text
        .Replace(
            "\"models\":",
            """ "pools": { "input": { "size": 512, "attack": { "type": "pgd", "epsilon": 0.05 } } }, "models":""",
            StringComparison.Ordinal)
        .Replace(
            "\"heldOut\": \"test\", \"seed\": 8,",
            $"\"heldOut\": \"test\", \"seed\": 8, \"adversarialPools\": {pools},",
            StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "{ \"name\": \"x\", }", "bad.json:1:1: data is missing; it must be an object.|bad.json:1:1: models is missing; it must be a list.")]
    [InlineData("[1]", "bad.json:1:1: the file is a list; it must be an object.")]
    [InlineData(
        "{\n  \"name\": \"é\" \"x\"\n}",
        "bad.json:2:15: this is not JSON: '\"' is invalid after a value. Expected either ',', '}', or ']'.")]
    [InlineData(
        "",
        "bad.json:1:1: this is not JSON: The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, "
            + "when isFinalBlock is true.")]
    public void Read_NoStudy_SaysWhatAndWhere(string text, string errors) =>
        Assert.Equal(errors.Split('|'), ErrorsOf(text).Split('\n').Skip(1).Select(l => l.Trim()));

    [Theory]

    // Names and references.
    [InlineData("\"seed\": 7,", "\"seed\": 7, \"seed\": 8,", "5:14: seed: seed is given twice; a key must appear once in an object.")]
    [InlineData("\"seed\": 7,", "\"seed\": -1,", "5:11: seed: seed is -1; it must be a whole number from 0 to 18446744073709551615.")]
    [InlineData(
        "\"seed\": 7,", "\"compareWith\": \"szegedy\",", "5:18: compareWith: compareWith is 'szegedy'; it must be one of: szegedy2013.")]
    [InlineData("\"heldOut\": \"test\"", "\"heldOut\": null", null)]
    [InlineData(
        "\"heldOut\": \"test\"",
        "\"heldOut\": \"tset\"",
        "20:59: models[1].heldOut: heldOut is 'tset'; it must be the name of data: train, P1, test and 1 more. Did you mean 'test'?")]
    [InlineData(
        "[\"test\", \"P1\"]", "[\"test\", \"p2\"]",
        "17:50: models[0].evaluateOn[1]: evaluateOn[1] is 'p2'; it must be the name of data: train, P1, test "
            + "and 1 more. Did you mean 'P1'?")]
    [InlineData(
        "\"training\": \"short\"",
        "\"training\": \"shirt\"",
        "16:76: models[0].training: training is 'shirt'; it must be one of: short. Did you mean 'short'?")]
    [InlineData("\"like\": \"short\"", "\"like\": 3", "19:94: models[1].training.like: like is 3; it must be one of: short.")]
    [InlineData(
        "\"epochs\": 4,",
        "\"like\": \"short\",",
        "13:24: trainings.short.like: like is 'short'; it must not lead back to itself: short -> short.")]
    [InlineData(
        "\"name\": \"noise\"", "\"name\": \" noise\"",
        "25:15: attacks[1].name: name is ' noise'; it must be 1 to 80 printable characters without spaces at its ends.|31:68: "
            + "transfers[0].attacks[2]: attacks[2] is 'noise'; it must be the name of an attack: lbfgs,  noise, louder. Did you mean ' "
            + "noise'?|33:75: transfers[1].attacks[0]: attacks[0] is 'noise'; it must be the name of an attack: lbfgs,  noise, "
            + "louder. Did you mean ' noise'?")]

    [InlineData("\"epochs\": 4,", "\"epochs\": 0,", "13:26: trainings.short.epochs: epochs is 0; it must be from 1 to 100000.")]

    // Data.
    [InlineData(
        "\"part\": 1, \"parts\": 2",
        "\"part\": 3, \"parts\": 2",
        "8:69: data.P1.split.part: part is 3; it must be from 1 to parts, which is 2.")]
    [InlineData(
        "\"part\": 1, \"parts\": 2",
        "\"part\": 1, \"parts\": 500",
        "8:59: data.P1.split: split.parts is 500; it must be in [1, 240], the number of images in 'tiny' train.")]
    [InlineData(
        "\"test\": { \"dataset\": \"tiny\"",
        "\"test\": { \"dataset\": \"missing\"",
        "9:26: data.test.dataset: data set 'missing' is not found. Look under the sofa.")]
    [InlineData(
        "\"test\": { \"dataset\": \"tiny\"",
        "\"test\": { \"dataset\": \"tidy\"",
        "9:26: data.test.dataset: dataset is 'tidy'; it must be one of: tiny, wide, missing, folder:PATH. Did you mean 'tiny'?")]
    [InlineData(
        "\"attacked\": { \"dataset\": \"tiny\"", "\"attacked\": { \"dataset\": \"wide\"",
        "31:19: transfers[0].sources[0]: sources[0] is 'linear', trained on images of 1 x 5 x 4 in 3 classes; it must fit the images "
            + "'attacked', images of 1 x 5 x 5 in 3 classes.|31:29: transfers[0].sources[1]: sources[1] is 'mlp', trained on images of 1 x "
            + "5 x 4 in 3 classes; it must fit the images 'attacked', images of 1 x 5 x 5 in 3 classes.|31:90: transfers[0].victims[0]: "
            + "victims[0] is 'linear', trained on images of 1 x 5 x 4 in 3 classes; it must fit the images 'attacked', images of 1 x 5 x 5 "
            + "in 3 classes.|31:100: transfers[0].victims[1]: victims[1] is 'mlp', trained on images of 1 x 5 x 4 in 3 classes; it must "
            + "fit the images 'attacked', images of 1 x 5 x 5 in 3 classes.|33:97: transfers[1].victims[0]: victims[0] is 'mlp', trained "
            + "on images of 1 x 5 x 4 in 3 classes; it must fit the images 'attacked', images of 1 x 5 x 5 in 3 classes.")]

    // Attacks.
    [InlineData(
        "\"of\": \"lbfgs\", ", "", "26:5: attacks[2]: of is missing; it must be the name of the attack whose images amplify starts from.")]
    [InlineData(
        "\"of\": \"lbfgs\"",
        "\"of\": \"louder\"",
        "26:50: attacks[2].of: of is 'louder'; it must not lead back to the attack itself: louder -> louder.")]
    [InlineData(
        "\"type\": \"gaussian-noise\", ",
        "\"type\": \"gaussian-noise\", \"of\": \"lbfgs\", ",
        "25:56: attacks[1].of: of is 'lbfgs'; it must be left out: gaussian-noise starts from clean images.")]
    [InlineData(
        "\"sources\": [\"linear\", \"mlp\"], ", "",
        "31:19: transfers[0].attacks[0]: attacks[0] is 'lbfgs', which is made on a source model; sources must name at least 1 "
            + "model.|31:28: transfers[0].attacks[1]: attacks[1] is 'louder', which is made on a source model; sources "
            + "must name at least 1 model.")]
    [InlineData(
        "\"maxImages\": 10,", "\"sources\": [\"mlp\"],",
        "33:57: transfers[1].sources: sources is given; it must be left out where every attack is a control, which "
            + "is made without a source.")]
    [InlineData("\"maxImages\": 10", "\"maxImages\": 0", "33:59: transfers[1].maxImages: maxImages is 0; it must be at least 1.")]
    public void Read_OneThingChanged_SaysWhatItMustBe(string old, string changed, string? errors)
    {
        var text = TinyStudy.Text.ReplaceOnce(old, changed);

        if (errors is null)
        {
            TinyStudy.Read(text);
            return;
        }

        Assert.Equal(errors.Split('|').Select(e => $"bad.json:{e}"), ErrorsOf(text).Split('\n').Skip(1).Select(l => l.Trim()));
    }

    [Fact]
    public void Read_FileTooLarge_IsNotParsed()
    {
        var text = new string(' ', SourceReader.MaxCharacters + 1);

        Assert.Equal(
            $"bad.json has 1 error:\n  bad.json:1:1: the file has {text.Length} bytes; it must have at most {SourceReader.MaxCharacters}.",
            ErrorsOf(text));
    }

    [Fact]
    public void Read_NestedTooDeep_IsAnErrorNotACrash() =>
        Assert.Contains(
            "this is not JSON: The maximum configured depth of 32 has been exceeded.",
            ErrorsOf(new string('[', 100_000)),
            StringComparison.Ordinal);

    [Fact]
    public void Read_ThousandsOfErrors_ListsFifty()
    {
        var text = TinyStudy.Text.ReplaceOnce("\"seed\": 7,", string.Concat(Enumerable.Range(0, 5000).Select(i => $"\"key{i}\": 1,")));

        var error = Assert.Throws<StudyValidationException>(() => TinyStudy.Read(text));

        Assert.Equal(51, error.Errors.Count);
        Assert.Equal("and 4950 more.", error.Errors[^1].Message);
    }

    private static string ErrorsOf(string text)
    {
        var reader = new StudyReader(new TinyLibrary());
        return Assert.Throws<StudyValidationException>(() => reader.Read(new StudyDocument("bad.json", text, StudyOverrides.None))).Message;
    }
}
