using Experiments.Contracts;
using Experiments.Pipeline.Studies.Reading;

namespace Experiments.Pipeline.Tests;

/// <summary>Small files that ask for much: reading them costs what their size bounds, in memory and in words. What is held is what is
/// allocated, which is the same on a busy machine.</summary>
public sealed class HostileStudyTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Read_LongKeyWithLongList_CostsWhatTheTextIsLong()
    {
        var (errors, allocated) = Refuse($"{Head} \"{new string('k', 60_000)}\": [{Repeat(30_000, _ => "0")}] }}");

        Assert.Contains(errors, e => e.Message.StartsWith($"{new string('k', 80)}… is not a key", StringComparison.Ordinal));
        Assert.InRange(allocated, 0, 100 * Megabyte);
        Assert.InRange(TextOf(errors), 0, 10_000);
    }

    [Fact]
    public void Read_ListInALongKeyWithErrors_CostsWhatTheTextIsLong()
    {
        var (errors, allocated) = Refuse($"{Head} \"trainings\": {{ \"{new string('k', 60_000)}\": {{ \"weightDecay\": "
            + $"[{Repeat(30_000, _ => "\"x\"")}] }} }} }}");

        Assert.InRange(allocated, 0, 200 * Megabyte);
        Assert.InRange(TextOf(errors), 0, 50_000);
    }

    [Fact]
    public void Read_MillionsOfValues_RefusedByTheirNumber()
    {
        var (errors, allocated) = Refuse($"{{ \"models\": [{Repeat(1_900_000, _ => "1")}] }}");

        Assert.Equal("the file has 1900002 values; it must have at most 250000.", Assert.Single(errors).Message);
        Assert.InRange(allocated, 0, 20 * Megabyte);
    }

    [Theory]
    [InlineData(3_000, "models[16].like: like is 'm17'; it must not lead on after 16 others.")]
    [InlineData(100_000, ": the file has 300012 values; it must have at most 250000.")]
    public void Read_ChainOfLikes_IsRefusedAtItsDepthOrSize(int length, string message)
    {
        var models = Repeat(length - 1, i => $$"""{ "name": "m{{i}}", "like": "m{{i + 1}}" }""");

        var (errors, allocated) = Refuse($"{Head} \"models\": [{models}, {Model($"m{length - 1}")}] }}");

        Assert.Contains(message, errors.Select(e => $"{e.Path}: {e.Message}"));
        Assert.InRange(allocated, 0, 50 * Megabyte);
    }

    /// <summary>Each like the one before it was never too many: what it was like had been worked out.</summary>
    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    [InlineData(3_000, true)]
    public void Read_ChainOfLikesInTheOrderOfTheFile_IsRefusedAtTheSameDepth(int length, bool isRefused)
    {
        var models = Repeat(length - 1, i => $$"""{ "name": "m{{i + 1}}", "like": "m{{i}}" }""");
        var study = $"{Head} \"models\": [{Model("m0")}, {models}] }}";

        if (!isRefused)
        {
            Accept(study);
            return;
        }

        var error = Assert.Single(Refuse(study).Errors);
        Assert.Equal("models[16].like: like is 'm15'; it must not lead on after 16 others.", $"{error.Path}: {error.Message}");
    }

    [Fact]
    public void Read_ThousandsOfUnknownNamesAmongThousands_NamesThreeAndListsFifty()
    {
        var (errors, allocated) = Refuse(Transfer(2_000, sources: 0, Repeat(2_000, i => $"\"victim{i}\"")));

        Assert.Equal(51, errors.Count);
        Assert.Equal(
            "victims[0] is 'victim0'; it must be the name of a model: m0, m1, m2 and 1997 more.", errors[0].Message);
        Assert.Equal("and 1950 more.", errors[^1].Message);
        Assert.InRange(TextOf(errors), 0, 10_000);
        Assert.InRange(allocated, 0, 100 * Megabyte);
    }

    [Fact]
    public void Read_TableOfMillionsOfCells_NamesTheirNumberAndChecksNoMore()
    {
        var (errors, allocated) = Refuse(Transfer(2_000, sources: 2_000, Repeat(2_000, i => $"\"m{i}\"")));

        Assert.Equal(
            "the transfer has 4000000 cells (sources x attacks x victims x replicates); it must have at most 100000.",
            Assert.Single(errors).Message);
        Assert.InRange(allocated, 0, 100 * Megabyte);
    }

    [Fact]
    public void Read_ManyTablesAlike_AreBoundedTogether()
    {
        var tables = Repeat(100, i => $$"""{ "name": "t{{i}}", "like": "t" }""");

        var (errors, _) = Refuse(Transfer(300, sources: 300, Repeat(300, i => $"\"m{i}\""), tables));

        Assert.Equal(
            "the transfers have 9090000 cells (sources x attacks x victims x replicates); they must have at most 100000 together.",
            Assert.Single(errors).Message);
    }

    [Fact]
    public void Read_ManyModelsInManyReplicates_NamesTheNumberOfNetworks()
    {
        var (errors, _) = Refuse(Transfer(2_000, sources: 0, "\"m0\"").Replace("\"seed\"", "\"replicates\": 1000, \"seed\""));

        Assert.Equal(
            "the study has 2000000 networks (models x replicates); it must have at most 100000.", Assert.Single(errors).Message);
    }

    [Fact]
    public void Read_ThousandsOfSlices_NamesTheirNumber()
    {
        var data = Repeat(5_001, i => $"\"d{i}\": {{ \"dataset\": \"tiny\", \"slice\": \"train\" }}");

        var (errors, _) = Refuse($"{{ \"name\": \"h\", \"data\": {{ {data} }}, \"models\": [{Model("m", "d0")}] }}");

        Assert.Equal("data has 5001 entries; it must have at most 5000.", Assert.Single(errors).Message);
    }

    [Fact]
    public void Read_ChainOfAttacks_CostsTheSameForEach()
    {
        string Chain(int length) => $$"""
            {{Head}} "models": [{{Model("m")}}],
            "attacks": [{ "name": "a0", "type": "pgd" }, {{Repeat(length, i => $$"""
            { "name": "a{{i + 1}}", "type": "amplify", "of": "a{{i}}", "stddev": 0.1 }
            """)}}], "transfers": [{ "name": "t", "images": "test", "sources": ["m"], "attacks": ["a{{length}}"], "victims": ["m"] }] }
            """;

        var short0 = Accept(Chain(4));
        var short1 = Accept(Chain(4));
        var lengthy = Accept(Chain(15));

        Assert.InRange(lengthy, 0, 6 * Math.Min(short0, short1));
    }

    [Fact]
    public void Read_ThousandsOfWarnings_ListsFifty()
    {
        var data = Repeat(200, i =>
            $"\"d{i}\": {{ \"dataset\": \"tiny\", \"slice\": \"train\", \"split\": {{ \"part\": 1, \"parts\": 2, \"seed\": {i} }} }}");
        var models = Repeat(200, i => Model($"m{i}", $"d{i}"));
        var study = new StudyReader(new TinyLibrary()).Read(TinyStudy.Of($$"""
            { "name": "h", "data": { "test": { "dataset": "tiny", "slice": "test" }, {{data}} }, "models": [{{models}}],
              "attacks": [{ "name": "a", "type": "pgd" }],
              "transfers": [{ "name": "t", "images": "test", "sources": [{{Repeat(100, i => $"\"m{i}\"")}}], "attacks": ["a"],
                "victims": [{{Repeat(100, i => $"\"m{i + 100}\"")}}] }] }
            """));

        Assert.Equal(51, study.Warnings.Count);
        Assert.Equal("and 9950 more.", study.Warnings[^1].Message);
    }

    private const string Head = """
        { "name": "h", "data": { "train": { "dataset": "tiny", "slice": "train" }, "test": { "dataset": "tiny", "slice": "test" } },
        """;

    private static string Repeat(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));

    private static string Model(string name, string data = "train") =>
        $$"""{ "name": "{{name}}", "architecture": { "type": "softmax" }, "trainOn": "{{data}}" }""";

    private static string Transfer(int models, int sources, string victims, string more = "") => $$"""
        {{Head}} "seed": 1, "models": [{{Repeat(models, i => Model($"m{i}"))}}],
        "attacks": [{ "name": "a", "type": {{(sources > 0 ? "\"pgd\"" : "\"gaussian-noise\", \"stddev\": 0.1")}} }],
        "transfers": [{ "name": "t", "images": "test", {{(sources == 0 ? "" : $"\"sources\": [{Repeat(sources, i => $"\"m{i}\"")}],")}}
          "attacks": ["a"], "victims": [{{victims}}] }{{(more.Length == 0 ? "" : ",")}} {{more}}] }
        """;

    /// <summary>What is wrong with a study, and how many bytes it took to find it.</summary>
    private static (IReadOnlyList<StudyError> Errors, long Allocated) Refuse(string text)
    {
        var reader = new StudyReader(new TinyLibrary());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<StudyValidationException>(() => reader.Read(TinyStudy.Of(text)));
        return (error.Errors, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>How many bytes it takes to read a study.</summary>
    private static long Accept(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        TinyStudy.Read(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long TextOf(IEnumerable<StudyError> errors) => errors.Sum(e => (long)e.Path.Length + e.Message.Length);
}
