using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Datasets.Tests;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Services;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;

namespace Experiments.Pipeline.Tests;

/// <summary>Studies on folders of PNG files, on images in another form, and with weights from elsewhere.</summary>
public sealed class FolderStudyTests : IDisposable
{
    private const string Text = """
        {
          "name": "folder-study",
          "data": {
            "train": { "dataset": "folder:shapes", "slice": "train", "resize": { "height": 6, "width": 5 },
              "channels": 3, "labels": { "positive": 1 } },
            "test": { "dataset": "folder:shapes", "slice": "test[0..4)", "resize": { "height": 6, "width": 5 },
              "channels": 3, "labels": { "positive": 1 } }
          },
          "models": [
            { "name": "m", "architecture": { "type": "softmax" }, "trainOn": "train", "evaluateOn": ["test"],
              "training": { "epochs": 30, "learningRate": 0.05 } }
          ],
          "attacks": [ { "name": "lbfgs", "type": "lbfgs" } ],
          "transfers": [ { "name": "t", "images": "test", "sources": ["m"], "attacks": ["lbfgs"], "victims": ["m"] } ]
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-folder-study-").FullName;

    public FolderStudyTests()
    {
        // Bright on the left, in the middle, or on the right; every second image is larger.
        foreach (var (split, count) in new[] { ("train", 12), ("test", 2) })
        {
            for (var i = 0; i < 3 * count; i++)
            {
                var (width, height) = i % 2 == 0 ? (6, 4) : (12, 9);
                var samples = Enumerable.Range(0, width * height).Select(p => (byte)(p % width * 3 / width == i % 3 ? 200 + i : 20 + p % 7))
                    .ToArray();
                Write($"shapes/{split}/class{i % 3}/{i:D3}.png", PngBytes.Gray(width, height, samples));
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_FolderOfImages_TrainsAttacksAndReports()
    {
        await using var bench = await Workbench.OpenAsync(data: Library());

        await bench.RunAsync(Of(Text));

        var tables = await bench.Studies.ReadTablesAsync("folder-study", default);
        var model = Assert.Single(tables.Of<ModelRow>()).Row;
        Assert.Equal((36, 0, 182L), (model.TrainImages, model.TrainErrors, model.Parameters));
        var cell = Assert.Single(tables.Of<TransferCellRow>(), line => line.Names.Source is not null).Row;
        Assert.Equal((4, 4), (cell.Images, cell.Errors));
        var rows = await bench.Services.Results.ReadRowsAsync<ModelRow>("folder-study", default);
        Assert.Equal("folder:shapes/train[0..36) resized to 6x5, RGB, class 1 against the rest", Assert.Single(rows).TrainedOn);
    }

    [Fact]
    public async Task Run_PretrainedWeights_IsTheSameNetworkAndCarriesTheFilesHash()
    {
        await using var bench = await Workbench.OpenAsync(data: Library());
        await bench.RunAsync(Of(Text));
        await using (var weights = await bench.Studies.OpenWeightsAsync("m", null, default))
        {
            await using var file = File.Create(Path.Combine(_folder, "m.safetensors"));
            await weights.CopyToAsync(file);
        }

        var text = Text.Replace("folder-study", "again", StringComparison.Ordinal)
            .Replace(
                "\"training\": { \"epochs\": 30, \"learningRate\": 0.05 }", "\"pretrained\": \"m.safetensors\"", StringComparison.Ordinal);
        await bench.RunAsync(Of(text));

        var (trained, read) =
            (await bench.Studies.ReadTablesAsync("folder-study", default), await bench.Studies.ReadTablesAsync("again", default));
        var (model, again) = (trained.Of<ModelRow>()[0].Row, read.Of<ModelRow>()[0].Row);
        Assert.Equal(("pretrained", 0, model.TrainErrors), (again.StoppedBy, again.Epochs, again.TrainErrors));
        Assert.Equal(trained.Of<AdversarialSetRow>()[0].Row.MeanDistortion, read.Of<AdversarialSetRow>()[0].Row.MeanDistortion);

        Assert.Equal(
            ["images is 'train', of which 36 of 36 are in 'train', the training data of 'm'. Perturb images that no network of the table "
                + "was trained on."],
            Warnings(OnTrainingImages(Text)));
        Assert.Empty(Warnings(OnTrainingImages(text)));

        var before = Plan(text);
        var content = File.ReadAllBytes(Path.Combine(_folder, "m.safetensors"));
        content[^4] ^= 1;
        File.WriteAllBytes(Path.Combine(_folder, "m.safetensors"), content);
        Assert.Empty(before.Intersect(Plan(text)));
    }

    [Fact]
    public void Read_WeightsOfAnotherNetwork_NamesEveryTensorBeforeAnythingRuns()
    {
        Write("m.safetensors", Weights("""{"0.weight":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]}}""", 12));

        var error = Assert.Throws<StudyValidationException>(() => Read(Pretrained));

        Assert.Equal(
            [
                "pretrained is 'm.safetensors': 0.weight.shape is [2, 3]; it must be [2, 90].",
                "pretrained is 'm.safetensors': 0.bias is missing; its shape must be [2].",
            ],
            error.Errors.Select(e => e.Message));
        Assert.All(error.Errors, e => Assert.Equal("models[0].pretrained", e.Path));
    }

    [Theory]
    [InlineData("""{"0.weight":{"dtype":"F8_E4M3","shape":[2,90],"data_offsets":[0,180]}}""", 180,
        "pretrained is 'm.safetensors': Byte 20: 0.weight.dtype is F8_E4M3; it must be one of F32, F16, BF16, F64.")]
    [InlineData("""{}""", 3, "pretrained is 'm.safetensors': Byte 10: 3 bytes of values follow; there must be 0.")]
    public void Read_WeightsThatCannotBeRead_SaysSoBeforeAnythingRuns(string header, int bytes, string message)
    {
        Write("m.safetensors", Weights(header, bytes));

        Assert.Equal(message, Assert.Single(Assert.Throws<StudyValidationException>(() => Read(Pretrained)).Errors).Message);
    }

    [Fact]
    public async Task Run_WeightsInHalfPrecision_AreWidenedWithAWordThatNamesTheFile()
    {
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var log = new LogHook(lines.Enqueue);
        const string header = """
            {"0.weight":{"dtype":"F16","shape":[2,90],"data_offsets":[0,360]},
            "0.bias":{"dtype":"BF16","shape":[2],"data_offsets":[360,364]}}
            """;
        Write("m.safetensors", Weights(header, 364));
        await using var bench = await Workbench.OpenAsync(data: Library());
        var engine = new EmbeddedStudyEngine(bench.Services with { Logging = log });
        var submitted = await engine.SubmitAsync(Of(Pretrained), default);

        var summary = await engine.RunAsync("folder-study", new RunOptions(1), new Progress<StudyProgress>(), default);

        Assert.Contains(
            submitted.Warnings,
            warning => (warning.Path, warning.Message) == (
                "models[0].pretrained",
                "pretrained is 'm.safetensors': 1 of 2 tensors are F16; their values are widened to single precision (F32)."));
        Assert.Equal(summary.Jobs.Total, summary.Jobs.Done);
        Assert.Contains(
            "weights of m.safetensors: 1 of 2 tensors are F16; their values are widened to single precision (F32)", lines);
        Assert.Contains(
            "weights of m.safetensors: 1 of 2 tensors are BF16; their values are widened to single precision (F32)", lines);
    }

    [Fact]
    public void Read_DamagedImage_IsNamedBeforeAnythingRuns()
    {
        var file = Path.Combine(_folder, "shapes/test/class0/000.png");
        var content = File.ReadAllBytes(file);
        content[^20] ^= 1;
        File.WriteAllBytes(file, content);

        var error = Assert.Throws<StudyValidationException>(() => Read(Text));

        Assert.All(error.Errors, e => Assert.Contains(file, e.Message, StringComparison.Ordinal));
        Assert.Contains("the file is damaged", error.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_OtherPixels_AreOtherJobs_OtherNamesOfFilesAreNot()
    {
        var before = Plan(Text);

        File.Move(Path.Combine(_folder, "shapes/train/class0/000.png"), Path.Combine(_folder, "shapes/train/class0/001.png"));
        Assert.Equal(before, Plan(Text));

        Write("shapes/train/class0/001.png", PngBytes.Gray(1, 1, 7));
        Assert.Empty(before.Intersect(Plan(Text)));
    }

    [Fact]
    public void Read_ClassWithoutTrainingImage_Warns()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "shapes/train/class3"));
        Write("shapes/test/class4/0.png", PngBytes.Gray(6, 4, new byte[24]));
        var all = Text.Replace(", \"labels\": { \"positive\": 1 }", "", StringComparison.Ordinal);

        Assert.Equal(
            ["trainOn is 'train', which has no image of classes 'class3' and 'class4': 'm' cannot learn what they are. Add images, or "
                + "remove the class."],
            Warnings(all));
        Assert.Empty(Warnings(Text));
        Assert.Equal(
            [
                "trainOn is 'train', which has no image of class 'class4': 'm' cannot learn what they are. Add images, or remove the "
                    + "class.",
            ],
            Warnings(Text.Replace("\"positive\": 1", "\"positive\": 4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Read_NumbersAmongClasses_WarnsOfTheirOrder_AndPlanShowsIt()
    {
        foreach (var name in new[] { "2", "10" })
        {
            Write($"shapes/train/{name}/0.png", PngBytes.Gray(6, 4, new byte[24]));
        }

        var expected = "dataset is 'folder:shapes', whose classes are in the order of their names as text: 10, 2, class0, class1, class2. "
            + "Numbers are in the order of numbers only where all names are: rename the others.";
        Assert.Equal([expected, expected], Warnings(Text));
        await using var bench = await Workbench.OpenAsync(data: Library());
        var classes = Assert.Single((await bench.Engine().PlanAsync(Of(Text), default)).Classes);
        Assert.Equal(("folder:shapes", "10, 2, class0, class1, class2"), (classes.Dataset, string.Join(", ", classes.Names)));
    }

    [Fact]
    public void Read_AlphaThatIsNotConstant_WarnsOfWhatIsLeftOut()
    {
        Write("shapes/test/class0/9.png", PngBytes.File(1, 2, 4, [7, 255, 7, 255]));
        Assert.Empty(Warnings(Text));

        Write("shapes/test/class1/9.png", PngBytes.File(1, 2, 4, [7, 255, 7, 0]));

        var expected = "dataset is 'folder:shapes', in which the alpha channel is not constant in 1 image, test/class1/9.png first. It is "
            + "left out: put the images onto a background before.";
        Assert.Equal([expected, expected], Warnings(Text));
    }

    [Fact]
    public void Read_OneClass_IsRefused()
    {
        Write("one/train/only/0.png", PngBytes.Gray(6, 4, new byte[24]));
        var text = Text.Replace("folder:shapes", "folder:one", StringComparison.Ordinal)
            .Replace(", \"labels\": { \"positive\": 1 }", "", StringComparison.Ordinal)
            .Replace("test[0..4)", "train", StringComparison.Ordinal);

        var error = Assert.Throws<StudyValidationException>(() => Read(text));

        Assert.All(error.Errors, one => Assert.Equal(
            "dataset is 'folder:one', which has 1 class; it must have at least 2: an image of the only class has no wrong one.",
            one.Message));
        Assert.Equal(["data.train.dataset", "data.test.dataset"], error.Errors.Select(one => one.Path));
    }

    [Theory]
    [InlineData(
        "\"folder:shapes\", \"slice\": \"train\"",
        "\"folder:../x\", \"slice\": \"train\"",
        "data.train.dataset: dataset is 'folder:../x'; after 'folder:' it must be a path of letters")]
    [InlineData(
        "\"train\", \"resize\": { \"height\": 6, \"width\": 5 }",
        "\"train\"",
        "data.train: resize is missing; it must be given: test/class0/000.png is 1 x 4 x 6, test/class0/003.png is 1 x 9 x 12.")]
    [InlineData(
        "\"channels\": 3, \"labels\": { \"positive\": 1 } }\n",
        "\"labels\": { \"positive\": 3 } }\n",
        "data.test.labels: labels.positive is 3; it must be in [0, 3), the classes of 'folder:shapes'.")]
    [InlineData(
        "\"training\": {",
        "\"pretrained\": \"m.safetensors\", \"training\": {",
        "models[0].training: training is given; it must be left out for a pretrained network, which is not trained.")]
    [InlineData(
        "\"training\": {",
        "\"pretrained\": \"m.safetensors\", \"training\": {",
        "models[0].pretrained: file 'm.safetensors' is not found.")]
    [InlineData(
        "test[0..4)\", \"resize\": { \"height\": 6", "test[0..4)\", \"resize\": { \"height\": 7", "images of 3 x 7 x 5 in 2 classes")]
    public void Read_WrongForm_SaysWhere(string was, string now, string message)
    {
        var text = Text.Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.Contains(was, text, StringComparison.Ordinal);

        var error = Assert.Throws<StudyValidationException>(() => Read(text.Replace(was, now, StringComparison.Ordinal)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string Pretrained => Text.Replace(
        "\"training\": { \"epochs\": 30, \"learningRate\": 0.05 }", "\"pretrained\": \"m.safetensors\"", StringComparison.Ordinal);

    private static byte[] Weights(string header, int bytes) =>
        [.. BitConverter.GetBytes((ulong)header.Length), .. System.Text.Encoding.UTF8.GetBytes(header), .. new byte[bytes]];

    private static string OnTrainingImages(string text) =>
        text.Replace("\"images\": \"test\"", "\"images\": \"train\"", StringComparison.Ordinal);

    private List<string> Warnings(string text) => [.. Read(text).Warnings.Select(warning => warning.Message)];

    private static StudyDocument Of(string text) => new("folder.json", text, new StudyOverrides(null));

    private CatalogueLibrary Library() => new(new DataFolders([_folder]));

    private Study Read(string text) => new StudyReader(Library()).Read(Of(text));

    private List<JobKey> Plan(string text) => [.. new Planner(Library()).Plan(Read(text)).Jobs.Select(job => job.Job.Key)];

    private void Write(string path, byte[] content)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }
}
