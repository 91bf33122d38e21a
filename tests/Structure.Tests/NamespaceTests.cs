using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Experiments.Structure.Tests;

public sealed class NamespaceTests
{
    public static TheoryData<string> Projects() => [.. SourceProject.Names];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespace_OfFile_IsItsProjects(string project)
    {
        var expected = $"Experiments.{project}";

        var wrong = SourceProject.Named(project).Parse().SelectMany(tree =>
        {
            return tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax).OfType<BaseNamespaceDeclarationSyntax>()
                .Where(space => space.Name.ToString() != expected)
                .Select(space => $"src/{project}/{tree.FilePath} has namespace {space.Name}; it must be {expected}.");
        });

        Assert.Equal("", string.Join('\n', wrong));
    }
}
