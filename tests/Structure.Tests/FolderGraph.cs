using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Experiments.Structure.Tests;

/// <summary>One use of a type in another folder of the same project.</summary>
internal sealed record Arrow(string From, string To, string File, int Line, string Type)
{
    public override string ToString() => $"{From} -> {To}: {File}:{Line} uses {Type}";
}

/// <summary>Which folder of a project uses types of which other, by meaning: a type counts where it is named, where one of its members is
/// called (static, extension or operator) and where it is inferred.</summary>
internal static class FolderGraph
{
    /// <summary>The arrows between folders of the compilation's sources, whose paths are relative to the project.</summary>
    internal static IReadOnlyList<Arrow> Arrows(CSharpCompilation compilation) =>
        [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0).AsParallel().AsOrdered().SelectMany(
            tree => Arrows(compilation.GetSemanticModel(tree), tree))];

    /// <summary>The arrows inside each circle of folders: from a folder of the circle to another of it.</summary>
    internal static IReadOnlyList<IReadOnlyList<Arrow>> Cycles(IReadOnlyCollection<Arrow> arrows)
    {
        var next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var reached = arrows.Select(arrow => arrow.From).Distinct().ToDictionary(
            folder => folder, folder => Reached(folder, next), StringComparer.Ordinal);
        return
        [
            .. arrows.Where(arrow => reached.TryGetValue(arrow.To, out var back) && back.Contains(arrow.From))
                .GroupBy(
                    arrow => reached[arrow.From].Where(folder => reached.TryGetValue(folder, out var back) && back.Contains(arrow.From))
                        .Min(StringComparer.Ordinal)!,
                    StringComparer.Ordinal)
                .OrderBy(circle => circle.Key, StringComparer.Ordinal)
                .Select(circle => circle.ToList()),
        ];
    }

    private static HashSet<string> Reached(string from, ILookup<string, string> next)
    {
        HashSet<string> seen = [];
        Stack<string> open = new([from]);
        while (open.TryPop(out var folder))
        {
            foreach (var other in next[folder].Where(seen.Add))
            {
                open.Push(other);
            }
        }

        return seen;
    }

    private static IEnumerable<Arrow> Arrows(SemanticModel model, SyntaxTree tree)
    {
        var from = FolderOf(tree);
        HashSet<INamedTypeSymbol> told = new(SymbolEqualityComparer.Default);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            foreach (var type in Types(model, node).Where(type => told.Add(type) && !type.DeclaringSyntaxReferences.IsEmpty))
            {
                var folders = type.DeclaringSyntaxReferences.Select(declaration => FolderOf(declaration.SyntaxTree)).ToList();
                if (!folders.Contains(from))
                {
                    yield return new(
                        from, folders.Order(StringComparer.Ordinal).First(), tree.FilePath,
                        tree.GetLineSpan(node.Span).StartLinePosition.Line + 1, type.Name);
                }
            }
        }
    }

    /// <summary>The outermost types that a node of the syntax uses itself; its children speak for themselves.</summary>
    private static IEnumerable<INamedTypeSymbol> Types(SemanticModel model, SyntaxNode node)
    {
        if (node is not (ExpressionSyntax or ConstructorInitializerSyntax or ForEachStatementSyntax or AttributeSyntax)
            || node.Parent is NameColonSyntax)
        {
            return [];
        }

        var info = model.GetSymbolInfo(node);
        var symbol = info.Symbol ?? (info.CandidateSymbols.Length > 0 ? info.CandidateSymbols[0] : null);
        return symbol switch
        {
            // A name that stands for a type, "var" included, names its arguments too.
            ITypeSymbol type => Outermost(type),
            IMethodSymbol method =>
                Outermost((method.ReducedFrom ?? method).ContainingType).Concat(method.TypeArguments.SelectMany(Outermost)),
            IFieldSymbol or IPropertySymbol or IEventSymbol => Outermost(symbol.ContainingType),
            // What a lambda's parameter or a pattern's variable is inferred to be.
            IParameterSymbol parameter => Outermost(parameter.Type),
            ILocalSymbol local => Outermost(local.Type),
            _ => [],
        };
    }

    private static IEnumerable<INamedTypeSymbol> Outermost(ITypeSymbol? type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return Outermost(array.ElementType);
            case IPointerTypeSymbol pointer:
                return Outermost(pointer.PointedAtType);
            case INamedTypeSymbol named:
                var outermost = named;
                while (outermost.ContainingType is { } outer)
                {
                    outermost = outer;
                }

                return named.TypeArguments.SelectMany(Outermost).Prepend(outermost.OriginalDefinition);
            default:
                return [];
        }
    }

    private static string FolderOf(SyntaxTree tree) => Path.GetDirectoryName(tree.FilePath) is { Length: > 0 } folder ? folder : ".";
}
