using System.Xml.Linq;

namespace Experiments.Pipeline.Tests;

/// <summary>Holds the project files against the table of the house: a project refers only to what the table lets it know.</summary>
public sealed class DependencyTableTests
{
    /// <summary>From top to bottom; a project may refer only to projects above it, and not to those it must not know.</summary>
    private static readonly (string Project, string[] MustNotKnow)[] Table =
    [
        ("Contracts", ["*"]),
        ("Settings", []),
        ("Numerics", ["*"]),
        ("Datasets", ["Networks", "Attacks"]),
        ("Networks", ["Attacks", "Storage", "Datasets"]),
        ("Networks.Torch", ["Attacks", "Storage"]),
        ("Attacks", ["Networks.Torch", "Storage", "Datasets"]),
        ("Analysis", ["Storage"]),
        ("Ports", ["Numerics", "Datasets", "Networks", "Networks.Torch", "Attacks", "Analysis"]),
        ("Storage", ["Networks", "Networks.Torch", "Attacks"]),
        ("Pipeline", ["Networks.Torch", "Storage"]),
        ("Reporting", ["Storage"]),
        ("Grains", ["Storage"]),
        ("Hosting", ["Networks.Torch", "Grains"]),
        ("Silo", ["Client"]),
        ("Client", ["Silo"]),
    ];

    /// <summary>Packages that may be referred to, and by whom; every other package is out of bounds for src/.</summary>
    private static readonly (string Prefix, string[] Projects)[] Packages =
    [
        ("Microsoft.EntityFrameworkCore", ["Storage"]),
        ("Npgsql", ["Storage"]),
        ("SQLitePCLRaw", ["Storage"]),
        ("Microsoft.Orleans", ["Grains", "Silo"]),
        ("TorchSharp", ["Networks.Torch"]),
        ("libtorch", ["Networks.Torch"]),
        ("Spectre.Console", ["Client"]),
        ("System.CommandLine", ["Client", "Silo"]),
        ("Microsoft.Extensions.Logging.Abstractions", ["Pipeline", "Client", "Silo", "Grains", "Storage"]),
        ("Microsoft.Extensions", ["Client", "Silo", "Grains", "Storage"]),
        ("OpenTelemetry", ["Hosting"]),
    ];

    public static TheoryData<string> Projects() => [.. Names];

    private static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfProject_GoUpTheTableOnly(string project)
    {
        var row = Array.FindIndex(Table, t => t.Project == project);
        Assert.True(row >= 0, $"{project} is not in the table.");
        var above = Table[..row].Select(t => t.Project).ToList();

        Assert.All(References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/'))), reference =>
        {
            Assert.True(above.Contains(reference), $"{project} refers to {reference}; it may refer only to: {string.Join(", ", above)}.");
            Assert.False(Table[row].MustNotKnow.Intersect(["*", reference]).Any(), $"{project} refers to {reference}, which it must not know.");
        });
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfProject_AreToPackagesOfItsOwn(string project) => Assert.All(References(project, "PackageReference"), package =>
    {
        var rule = Packages.FirstOrDefault(p => package.StartsWith(p.Prefix, StringComparison.Ordinal));
        Assert.True(rule.Projects?.Contains(project) == true, $"{project} refers to package {package}; it may be referred to by: {string.Join(", ", rule.Projects ?? ["nobody"])}.");
    });

    [Fact]
    public void Projects_AllOfThem_AreInTheSolutionAndHaveTests()
    {
        var solution = File.ReadAllText(Repository.File("Experiments.sln")).Replace('\\', '/');

        Assert.All(Names, project => Assert.Contains($"src/{project}/{project}.csproj", solution, StringComparison.Ordinal));
        Assert.All(
            Names.Where(p => p is not ("Silo" or "Ports" or "Hosting")),
            project => Assert.True(Directory.Exists(Repository.File($"tests/{project}.Tests")), $"tests/{project}.Tests is missing; tests/ mirrors src/."));
    }

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(Repository.File($"src/{project}/{project}.csproj")).Descendants(element).Select(r => (string)r.Attribute("Include")!);
}
