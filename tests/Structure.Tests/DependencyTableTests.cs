using System.Text.RegularExpressions;
using System.Xml.Linq;
using Experiments.Testing;

namespace Experiments.Structure.Tests;

/// <summary>Holds what projects compile against to the table in ARCHITECTURE.md: a project sees only what stands above it.</summary>
public sealed partial class DependencyTableTests
{
    /// <summary>What a project must not see though it stands above it: the last column of the table.</summary>
    private static readonly Dictionary<string, string[]> MustNotSee = new()
    {
        ["Contracts"] = ["*"],
        ["Numerics"] = ["*"],
        ["Datasets"] = ["Networks", "Attacks"],
        ["Networks"] = ["Attacks", "Storage", "Datasets"],
        ["Networks.Torch"] = ["Attacks", "Storage"],
        ["Attacks"] = ["Networks.Torch", "Storage", "Datasets"],
        ["Analysis"] = ["Storage"],
        ["Settings"] = [],
        ["Ports"] = ["Numerics", "Datasets", "Networks", "Networks.Torch", "Attacks", "Analysis"],
        ["Storage"] = ["Numerics", "Datasets", "Networks", "Networks.Torch", "Attacks", "Analysis"],
        ["Pipeline"] = ["Networks.Torch", "Storage"],
        ["Reporting"] = ["Storage"],
        ["Grains"] = ["Storage"],
        ["Hosting"] = ["Networks.Torch", "Grains"],
        ["Silo"] = ["Client"],
        ["Client"] = ["Silo"],
    };

    /// <summary>Packages that may be referred to, and by whom; every other package is out of bounds for src/.</summary>
    private static readonly (string Prefix, string[] Projects)[] Packages =
    [
        ("Microsoft.EntityFrameworkCore", ["Storage"]),
        ("Npgsql", ["Storage"]),
        ("SQLitePCLRaw", ["Storage"]),
        ("Microsoft.Orleans", ["Grains", "Silo"]),
        ("TorchSharp", ["Networks.Torch"]),
        ("libtorch", ["Networks.Torch"]),
        ("System.IO.Hashing", ["Datasets", "Reporting"]),
        ("Spectre.Console", ["Client"]),
        ("System.CommandLine", ["Client", "Silo"]),
        ("Microsoft.Extensions.Logging.Abstractions", ["Pipeline", "Client", "Silo", "Grains", "Storage"]),
        ("Microsoft.Extensions", ["Client", "Silo", "Grains", "Storage"]),
        ("OpenTelemetry", ["Hosting"]),
    ];

    /// <summary>From top to bottom, as ARCHITECTURE.md has it.</summary>
    private static IReadOnlyList<string> Table { get; } =
        [.. Row().Matches(File.ReadAllText(Repository.PathOf("ARCHITECTURE.md"))).Select(row => row.Groups[1].Value).TakeWhile(
            MustNotSee.ContainsKey)];

    public static TheoryData<string> Projects() => [.. SourceProject.Names];

    [Fact]
    public void Table_OfTheHouse_HasEveryProjectOnce() => Assert.Equal(SourceProject.Names, Table.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Projects))]
    public void CompileClosure_OfProject_IsAboveItInTheTable(string project)
    {
        var above = Table.TakeWhile(name => name != project).ToList();

        Assert.All(SourceProject.Named(project).VisibleProjects, seen =>
        {
            Assert.True(above.Contains(seen), $"{project} compiles against {seen}; it may see only: {string.Join(", ", above)}.");
            Assert.False(MustNotSee[project].Intersect(["*", seen]).Any(), $"{project} compiles against {seen}, which it must not know.");
        });
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void PackageReferences_OfProject_AreItsOwn(string project) => Assert.All(
        XDocument.Load(Repository.PathOf($"src/{project}/{project}.csproj")).Descendants("PackageReference")
            .Select(r => (string)r.Attribute("Include")!),
        package =>
        {
            var rule = Packages.FirstOrDefault(p => package.StartsWith(p.Prefix, StringComparison.Ordinal));
            Assert.True(
                rule.Projects?.Contains(project) == true,
                $"{project} refers to package {package}; it may be referred to by: {string.Join(", ", rule.Projects ?? ["nobody"])}.");
        });

    [Fact]
    public void Projects_AllOfThem_AreInTheSolutionAndHaveTests()
    {
        var solution = File.ReadAllText(Repository.PathOf("Experiments.sln")).Replace('\\', '/');

        Assert.All(SourceProject.Names, project => Assert.Contains($"src/{project}/{project}.csproj", solution, StringComparison.Ordinal));
        Assert.All(
            SourceProject.Names.Where(p => p is not ("Silo" or "Ports" or "Hosting")),
            project => Assert.True(
                Directory.Exists(Repository.PathOf($"tests/{project}.Tests")), $"tests/{project}.Tests is missing; tests/ mirrors src/."));
    }

    [GeneratedRegex(@"^\| `([\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
