using Experiments.Contracts;
using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Tests;

public sealed class RevisionTests
{
    private const string Study = "tiny-study";

    private static StudyDocument Longer { get; } =
        TinyStudy.Of(TinyStudy.Text.Replace("\"epochs\": 6", "\"epochs\": 7", StringComparison.Ordinal));

    [Fact]
    public async Task Submit_ChangedContents_SaysWhatIsKeptAddedAndDropped()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document, shardImages: 20);

        Assert.Null((await bench.Engine(20).PlanAsync(TinyStudy.Document, default)).Change);
        var planned = (await bench.Engine(20).PlanAsync(Longer, default)).Change!;
        var changed = await bench.Engine(20).SubmitAsync(Longer, default);

        Assert.Equal((2, 1), (changed.Revision, changed.Change!.From));
        Assert.Equal(changed.Change.From, planned.From);
        Assert.Equal(changed.Change.Jobs, planned.Jobs);
        Assert.Equal(changed.Change.Settings, planned.Settings);
        Assert.Null((await bench.Engine(20).PlanAsync(Longer, default)).Change);
        Assert.Contains(new JobChange("train", 1, 1, 1), changed.Change.Jobs);
        Assert.Contains(new JobChange("errors", 2, 1, 1), changed.Change.Jobs);
        Assert.Equal([new SettingChange("models[mlp].training.epochs", "6", "7")], changed.Change.Settings);
        Assert.Null((await bench.Engine(20).SubmitAsync(Longer, default)).Change);
    }

    [Fact]
    public async Task Read_AnEarlierRevision_HasTheBytesThatItHad()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);
        var before = await Everything.ReadAsync(bench.Studies, Study);
        await bench.RunAsync(Longer);

        Assert.Equal(before, await Everything.ReadAsync(bench.Studies, $"{Study}@1"));
        Assert.NotEqual(before, await Everything.ReadAsync(bench.Studies, Study));
        Assert.Equal($"{Study}@1", (await bench.Studies.ReadTablesAsync($"{Study}@1", default)).Study);
        var revisions = await bench.Studies.ListRevisionsAsync(Study, default);
        Assert.Equal([(2, StudyState.Finished), (1, StudyState.Finished)], revisions.Select(r => (r.Revision, r.State)));
        var unknown = await Assert.ThrowsAsync<StudyNotFoundException>(() => bench.Studies.GetAsync($"{Study}@3", default));
        Assert.Equal("study is 'tiny-study@3'; it must be one of those submitted: tiny-study@2, tiny-study@1.", unknown.Message);
    }

    [Fact]
    public async Task Compare_RevisionsAndFiles_NamesTheSettings()
    {
        await using var bench = await Workbench.OpenAsync();
        var engine = bench.Engine();
        await engine.SubmitAsync(TinyStudy.Document, default);
        await engine.SubmitAsync(Longer, default);
        var other = TinyStudy.Of(TinyStudy.Text
            .Replace("\"seed\": 7", "\"seed\": 8", StringComparison.Ordinal)
            .Replace("{ \"name\": \"louder\", \"type\": \"amplify\", \"of\": \"lbfgs\", \"stddev\": 0.4 },", "", StringComparison.Ordinal)
            .Replace("\"louder\", ", "", StringComparison.Ordinal));

        var settings = await bench.Studies.CompareAsync($"{Study}@2", $"{Study}@1", default);
        var same = await engine.CompareAsync(Longer, default);
        var earlier = await engine.CompareAsync(TinyStudy.Document, default);
        var neither = await engine.CompareAsync(other, default);

        Assert.Equal([new SettingChange("models[mlp].training.epochs", "7", "6")], settings);
        Assert.Equal((2, 2, 0), (same.Newest, same.SameAs, same.Settings.Count));
        Assert.Equal((2, 1, 1), (earlier.Newest, earlier.SameAs, earlier.Settings.Count));
        Assert.Null(neither.SameAs);
        Assert.Contains(new SettingChange("seed", "7", "8"), neither.Settings);
        Assert.Contains(neither.Settings, setting => setting is { Path: "attacks[louder]", After: null });
    }

    [Fact]
    public async Task Rename_AFinishedStudy_KeepsItsBytesAndItsDefinition()
    {
        await using var bench = await Workbench.OpenAsync();
        await bench.RunAsync(TinyStudy.Document);
        var before = await Everything.ReadAsync(bench.Studies, Study);

        await bench.Engine().RenameAsync(Study, "other", default);

        Assert.Equal(before, await Everything.ReadAsync(bench.Studies, "other"));
        Assert.Contains("\"name\":\"other\"", (await bench.Services.Results.FindStudyAsync("other", default))!.Definition,
            StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<StudyConflictException>(() => bench.Engine().RenameAsync("other", "No@name", default));
        Assert.Equal($"name is 'No@name'; it must {new StudyNameAttribute().Rule}.", error.Message);
    }

    [Fact]
    public async Task Run_CancelledMeanwhile_EndsAsCancelled()
    {
        await using var bench = await Workbench.OpenAsync();
        var engine = bench.Engine();
        await engine.SubmitAsync(TinyStudy.Document, default);
        await engine.CancelAsync(Study, default);

        var after = await engine.RunAsync(Study, new RunOptions(1), new Progress<StudyProgress>(), default);

        Assert.Equal(StudyState.Cancelled, after.State);
        Assert.False(after.Jobs.Complete);
    }
}
