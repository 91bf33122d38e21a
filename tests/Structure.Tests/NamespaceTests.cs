using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Experiments.Structure.Tests;

public sealed class NamespaceTests
{
    // Projects whose folders are walls: a folder's types are seen elsewhere only by a using that names the folder.
    private static readonly string[] PerFolder = ["Pipeline"];

    public static TheoryData<string> Projects() => [.. SourceProject.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespace_OfFile_IsItsProjectsOrItsFolders(string project)
    {
        var wrong = SourceProject.Named(project).Parse().SelectMany(tree =>
        {
            var expected = Expected(project, tree.FilePath);
            return tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax).OfType<BaseNamespaceDeclarationSyntax>()
                .Where(space => space.Name.ToString() != expected)
                .Select(space => $"src/{project}/{tree.FilePath} has namespace {space.Name}; it must be {expected}.");
        });

        Assert.Equal("", string.Join('\n', wrong));
    }

    private static string Expected(string project, string path) =>
        PerFolder.Contains(project) && Path.GetDirectoryName(path) is { Length: > 0 } folder
            ? $"Experiments.{project}.{folder.Replace('/', '.').Replace('\\', '.')}"
            : $"Experiments.{project}";
}
