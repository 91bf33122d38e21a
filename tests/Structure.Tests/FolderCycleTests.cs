using Microsoft.CodeAnalysis.CSharp;

namespace Experiments.Structure.Tests;

/// <summary>No folder of a project uses another that uses it back, be it by a long way round; but catalogues, which name what they
/// hold.</summary>
public sealed class FolderCycleTests
{
    /// <summary>Files whose arrows do not count, each with its reason.</summary>
    private static readonly (string Project, string File, string Reason)[] Catalogues =
    [
        ("Pipeline", "Analyses/AnalysisCatalogue.cs", "names every analysis; each stands on the base types beside it"),
        ("Pipeline", "Jobs/JobKinds.cs", "names every kind of job; each stands on the base types beside it"),
    ];

    public static TheoryData<string> Projects() => [.. SourceProject.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfProject_FormNoCycleButCatalogues(string project)
    {
        var catalogues = Catalogues.Where(c => c.Project == project).Select(c => c.File).ToList();
        var arrows = FolderGraph.Arrows(SourceProject.Named(project).Compile());

        var cycles = FolderGraph.Cycles([.. arrows.Where(arrow => !catalogues.Contains(arrow.File))]);

        Assert.True(cycles.Count == 0, $"Folders of {project} use each other in a circle; cut one arrow:\n"
            + string.Join("\n\n", cycles.Select(Told)));
        var inCycles = FolderGraph.Cycles(arrows).SelectMany(cycle => cycle).Select(arrow => arrow.File).ToHashSet();
        Assert.All(
            catalogues, file => Assert.True(inCycles.Contains(file), $"{file} of {project} is in no circle; it need not be declared."));
    }

    [Theory]
    [InlineData("class User { Used field; }")]
    [InlineData("class User { void M() => Used.Call(); }")]
    [InlineData("class User { void M() { var x = Middle.Make(); } }")]
    [InlineData("class User { int M(System.Collections.Generic.List<int> list) => list.Extended(); }")]
    [InlineData("class User { System.Action<Used> a = x => x.ToString(); }")]
    [InlineData("[Used] class User { }")]
    [InlineData("class User { object M() => (Middle.Make() + Middle.Make()); }")]
    public void Arrows_UseOfAType_AreFound(string user)
    {
        var arrows = Arrows(
            ("A/User.cs", user),
            ("B/Used.cs",
                "class Used : System.Attribute { public static void Call() { } public static object operator +(Used a, Used b) => a; }"
                    + "static class Extensions { public static int Extended(this System.Collections.Generic.List<int> list) => 0; }"),
            ("A/Middle.cs", "class Middle { public static dynamic Other() => 0; public static Used Make() => null; }".Replace(
                "public static Used Make() => null;",
                user.Contains("Middle", StringComparison.Ordinal) ? "public static Used Make() => null;" : "",
                StringComparison.Ordinal)));

        Assert.Contains(arrows, arrow => arrow is { From: "A", To: "B", File: "A/User.cs", Line: 1 });
    }

    [Fact]
    public void Cycles_LongWayRound_NameEachArrow()
    {
        var cycles = FolderGraph.Cycles(Arrows(
            ("A/One.cs", "class One { Two two; }"),
            ("B/Two.cs", "class Two { Three three; }"),
            ("C/Three.cs", "class Three\n{\n    One one;\n    Free free;\n}"),
            ("D/Free.cs", "class Free { }")));

        Assert.Equal(
            ["A -> B: A/One.cs:1 uses Two", "B -> C: B/Two.cs:1 uses Three", "C -> A: C/Three.cs:3 uses One"],
            Assert.Single(cycles).Select(arrow => arrow.ToString()));
    }

    [Fact]
    public void Cycles_FolderUsedFromACircle_IsNoneOfIt() =>
        Assert.Empty(FolderGraph.Cycles(
            Arrows(("A/One.cs", "class One { Two two; }"), ("B/Two.cs", "class Two { }"), ("A/C/Three.cs", "class Three { One one; }"))));

    private static IReadOnlyList<Arrow> Arrows(params (string Path, string Text)[] sources) =>
        FolderGraph.Arrows(CSharpCompilation.Create(
            "Sample",
            sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, path: source.Path)),
            [Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]));

    /// <summary>The rarest arrows first: they are the ones to cut.</summary>
    private static string Told(IReadOnlyList<Arrow> cycle) =>
        string.Join('\n', cycle.GroupBy(arrow => (arrow.From, arrow.To)).OrderBy(arrows => arrows.Count()).Select(arrows =>
            $"{arrows.Key.From} -> {arrows.Key.To} ({arrows.Count()}): "
                + string.Join("; ", arrows.Take(8).Select(arrow => $"{arrow.File}:{arrow.Line} {arrow.Type}"))));
}
