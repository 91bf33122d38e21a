using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Studies.Reading;

namespace Experiments.Pipeline.Tests;

/// <summary>Studies that are valid and say something else than their author may think. Each warning is compared whole.</summary>
public sealed class StudyWarningTests
{
    private const string Linear = "\"trainOn\": \"train\", \"evaluateOn\": [\"test\", \"P1\"] }";
    private const string Lbfgs = "{ \"name\": \"lbfgs\", \"type\": \"lbfgs\", \"maxGradientEvaluations\": 60 }";
    private const string Short = "\"short\": { \"epochs\": 4, \"batchSize\": 16, \"learningRate\": 0.02 },";
    private const string Attacked = "\"attacked\": { \"dataset\": \"tiny\", \"slice\": \"test[0..20)\" },";
    private const string Noise = "{ \"name\": \"noise\", \"type\": \"gaussian-noise\", \"stddev\": 0.2, \"draws\": 2 },";
    private const string Small = "\"attacks\": [\"noise\"], \"victims\": [\"mlp\"] },";

    /// <summary>Both networks of the tiny study on the same images, which leaves nothing to warn of.</summary>
    private static readonly string Plain =
        TinyStudy.Text.Replace("\"trainOn\": \"P1\"", "\"trainOn\": \"train\"", StringComparison.Ordinal);

    [Fact]
    public void Read_NothingOdd_HasNoWarnings() => Assert.Empty(TinyStudy.Read(Plain).Warnings);

    [Theory]
    [InlineData(
        Linear,
        "\"trainOn\": \"train\", \"evaluateOn\": [\"test\", \"P1\"], \"seed\": 8 }",
        "transfers[0].victims: sources and victims have 'linear' and 'mlp' with the same seed, 8: networks of one seed start alike, and "
            + "examples transfer between them more strongly than between independent ones. Leave \"seed\" out, or give each its own.")]
    [InlineData(
        "\"trainOn\": \"train\", \"evaluateOn\": [\"test\"], \"heldOut\"",
        "\"trainOn\": \"P1\", \"evaluateOn\": [\"test\"], \"heldOut\"",
        "transfers[0].victims: victims has 'mlp', trained on 'P1', which shares 120 of its 120 images with 'train', the training data of "
            + "the source 'linear'. Train both on the same images, or on disjoint parts: equal \"parts\" and \"seed\".")]
    [InlineData(
        "test[0..20)",
        "train[230..240)",
        "transfers[0].images: images is 'attacked', of which 10 of 10 are in 'train', the training data of 'linear' and 'mlp'. Perturb "
            + "images that no network of the table was trained on.",
        "transfers[1].images: images is 'attacked', of which 10 of 10 are in 'train', the training data of 'mlp'. Perturb images that no "
            + "network of the table was trained on.")]
    [InlineData(
        Lbfgs,
        "{ \"name\": \"lbfgs\", \"type\": \"pgd\", \"epsilon\": 0.1, \"stepSize\": 0.25 }",
        "attacks[0].stepSize: stepSize is 0.25, above epsilon, 0.1: every step ends at the edge of the budget. Make it at most epsilon.")]
    [InlineData(
        Attacked,
        Attacked + "\"spare\": { \"dataset\": \"tiny\", \"slice\": \"test[20..40)\" },",
        "data.spare: data has 'spare', which no model, transfer or analysis uses. Use it or remove it.")]
    [InlineData(
        Short,
        Short + "\"long\": { \"epochs\": 40 }",
        "trainings.long: trainings has 'long', which no model uses. Use it or remove it.")]
    [InlineData(
        "\"models\": [",
        "\"pools\": { \"spare\": { \"attack\": { \"type\": \"pgd\" } } }, \"models\": [",
        "pools.spare: pools has 'spare', which no model uses. Use it or remove it.")]
    [InlineData(
        Lbfgs + ",",
        Lbfgs + ", { \"name\": \"fool\", \"type\": \"deepfool\" }, { \"name\": \"more\", \"type\": \"amplify\", \"of\": \"fool\" },",
        "attacks[1].name: name is 'fool', an attack that no transfer uses. Use it or remove it.",
        "attacks[2].name: name is 'more', an attack that no transfer uses. Use it or remove it.")]
    [InlineData(
        "\"models\": [",
        "\"models\": [ { \"name\": \"twin\", \"architecture\": { \"type\": \"mlp\", \"hidden\": [8] }, \"trainOn\": \"train\","
            + " \"training\": { \"like\": \"short\", \"epochs\": 6 }, \"heldOut\": \"test\", \"seed\": 8 },",
        "models[2].name: name is 'mlp', a model that differs from 'twin' in nothing else: both are the same jobs. Give each a \"seed\" of "
            + "its own, or remove one.")]
    [InlineData(
        Noise,
        Noise + "{ \"name\": \"same\", \"type\": \"gaussian-noise\", \"stddev\": 0.20, \"draws\": 2, \"seed\": 7 },",
        "attacks[2].name: name is 'same', an attack that no transfer uses. Use it or remove it.",
        "attacks[2].name: name is 'same', an attack that differs from 'noise' in nothing else: both are the same jobs. Change or remove "
            + "one.")]
    [InlineData(
        Small,
        Small + "{ \"name\": \"again\", \"images\": \"attacked\", \"maxImages\": 10, " + Small,
        "transfers[2].name: name is 'again', a transfer that differs from 'small' in nothing else: both are the same jobs. Change or "
            + "remove one.")]
    [InlineData(
        "\"transfers\": [",
        "\"analyses\": [ { \"name\": \"u\", \"type\": \"units\", \"model\": \"mlp\", \"layers\": [0], \"data\": \"test\" },"
            + " { \"name\": \"v\", \"type\": \"units\", \"model\": \"mlp\", \"layers\": [0], \"data\": \"test\" } ], \"transfers\": [",
        "analyses[1].name: name is 'v', an analysis that differs from 'u' in nothing else: both are the same jobs. Change or remove one.")]
    [InlineData(
        Attacked,
        "\"attacked\": { \"dataset\": \"tiny\", \"slice\": \"test[0..60)\" },",
        "data.attacked: data has 'attacked', which differs from 'test' in its name only: both are the same images. Remove one.")]
    public void Read_Odd_WarnsAndSaysWhatToDo(string was, string now, params string[] expected)
    {
        Assert.Contains(was, Plain, StringComparison.Ordinal);

        var warnings = TinyStudy.Read(Plain.Replace(was, now, StringComparison.Ordinal)).Warnings;

        Assert.Equal(expected, warnings.Select(warning => $"{warning.Path}: {warning.Message}"));
        Assert.All(warnings, warning => Assert.True(warning is { Line: > 1, Column: > 1 }));
    }

    [Fact]
    public void Read_Strict_MakesWarningsErrors()
    {
        var error = Assert.Throws<StudyValidationException>(
            () => new StudyReader(new TinyLibrary()).Read(TinyStudy.Document with { Strict = true }));

        var only = Assert.Single(error.Errors);
        Assert.Equal("transfers[0].victims", only.Path);
        Assert.StartsWith("victims has 'mlp', trained on 'P1'", only.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Definition_WarnedStudy_KeepsWarningsWhereverTheyStoodInTheFile()
    {
        var study = TinyStudy.Read(TinyStudy.Text);
        var moved = TinyStudy.Read("\n\n" + TinyStudy.Text);

        var read = StudyDefinition.Read(StudyDefinition.Write(study));

        Assert.Equal(StudyDefinition.Write(study), StudyDefinition.Write(moved));
        Assert.Equal(study.Warnings.Select(w => new StudyWarning(w.Path, w.Message)), read.Warnings);
        Assert.NotEmpty(read.Warnings);
    }

    [Fact]
    public async Task PlanAndSubmit_WarnedStudy_SayItAndKeepItForTheReport()
    {
        await using var bench = await Workbench.OpenAsync();

        var plan = await bench.Engine().PlanAsync(TinyStudy.Document, default);
        var submitted = await bench.Engine().SubmitAsync(TinyStudy.Document, default);
        var tables = await bench.Studies.ReadTablesAsync("tiny-study", default);

        var warning = Assert.Single(plan.Warnings);
        Assert.Equal([warning], submitted.Warnings);
        Assert.Equal([warning with { Line = null, Column = null }], tables.Warnings);
    }

    public static TheoryData<string> ReadyStudies =>
        [.. Directory.GetFiles(Repository.File("studies"), "*.json").Select(file => Path.GetFileName(file))
            .Where(file => file != "study.schema.json").Order(StringComparer.Ordinal)];

    /// <summary>What the ready studies ask for is what they mean.</summary>
    [Theory]
    [MemberData(nameof(ReadyStudies))]
    public void Read_ReadyStudies_HaveNoWarnings(string file)
    {
        var text = File.ReadAllText(Repository.File($"studies/{file}"));
        IDataLibrary library = text.Contains("folder:", StringComparison.Ordinal)
            ? new CatalogueLibrary(new DataFolders([Repository.File("data")]))
            : new CatalogueOnly();

        Assert.Empty(new StudyReader(library).Read(TinyStudy.Of(text)).Warnings);
    }

    /// <summary>The data sets of the catalogue, whether or not their files are here.</summary>
    private sealed class CatalogueOnly : IDataLibrary
    {
        public IReadOnlyList<DatasetDescription> Datasets { get; } = [.. DatasetCatalogue.All];

        public void RequireFiles(DatasetDescription dataset)
        {
        }

        public LabelledImages Load(DatasetDescription dataset, string split) => throw new NotSupportedException();
    }
}
