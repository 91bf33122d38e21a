using Experiments.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Experiments.Structure.Tests;

/// <summary>A project of src as its build saw it: its sources, and the references that the compiler was given.</summary>
internal sealed class SourceProject
{
    private SourceProject(string name) => Name = name;

    internal static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Order(StringComparer.Ordinal)];

    internal string Name { get; }

    internal string Folder => Repository.PathOf($"src/{Name}");

    /// <summary>The paths of the assemblies that the project compiles against, those that come through other projects included.</summary>
    internal IReadOnlyList<string> References => field ??= File.ReadAllLines(Built("references.txt"));

    /// <summary>The projects of src that this one can see.</summary>
    internal IEnumerable<string> VisibleProjects =>
        References.Where(path => path.StartsWith(Repository.PathOf("src") + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.PathOf("src"), path).Split(Path.DirectorySeparatorChar)[0]);

    /// <summary>Paths relative to the project's folder, with slashes.</summary>
    internal IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Where(path => path.Split('/')[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal);

    internal static SourceProject Named(string name) => new(name);

    internal IEnumerable<SyntaxTree> Parse() =>
        Files.Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Folder, path)), Options, path));

    /// <summary>The meaning of the sources. What source generators add is missing: members of their own are left out, nothing else
    /// changes.</summary>
    internal CSharpCompilation Compile() =>
        CSharpCompilation.Create(
            Name,
            Parse().Append(CSharpSyntaxTree.ParseText(File.ReadAllText(Built($"{Name}.GlobalUsings.g.cs")), Options)),
            References.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    private static CSharpParseOptions Options { get; } = new(LanguageVersion.Preview);

    private string Built(string file) =>
        Path.Combine(
            Folder, "obj", Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!, "net10.0",
            file);
}
