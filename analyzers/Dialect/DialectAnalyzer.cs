using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Experiments.Dialect;

/// <summary>What of the house's dialect no rule of the SDK holds: lines end within <c>max_line_length</c> of .editorconfig, and no line
/// begins with <c>=&gt;</c>. Braces are IDE0011.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DialectAnalyzer : DiagnosticAnalyzer
{
    private const string LengthOption = "max_line_length";

    private static readonly DiagnosticDescriptor LongLine = new(
        "EXP0001", "A line is too long", "The line has {0} columns; it must have at most {1}", "Style", DiagnosticSeverity.Warning, true);

    private static readonly DiagnosticDescriptor LeadingArrow = new(
        "EXP0002", "A line begins with =>", "'=>' begins a line; it must end the line before", "Style", DiagnosticSeverity.Warning, true);

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(LongLine, LeadingArrow);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxTreeAction(Analyze);
    }

    private static void Analyze(SyntaxTreeAnalysisContext context)
    {
        var most = context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Tree).TryGetValue(LengthOption, out var value)
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var columns) ? columns : int.MaxValue;
        var text = context.Tree.GetText(context.CancellationToken);
        foreach (var line in text.Lines)
        {
            var length = line.End - line.Start;
            if (length > most)
            {
                context.ReportDiagnostic(Diagnostic.Create(LongLine, At(line.Start + most, line.End), length, most));
            }

            var start = line.Start;
            while (start < line.End && char.IsWhiteSpace(text[start]))
            {
                start++;
            }

            // The same two characters may begin a line of a comment or a raw string.
            if (start + 1 < line.End && text[start] == '=' && text[start + 1] == '>'
                && context.Tree.GetRoot(context.CancellationToken).FindToken(start) is var token && token.SpanStart == start
                && token.IsKind(SyntaxKind.EqualsGreaterThanToken))
            {
                context.ReportDiagnostic(Diagnostic.Create(LeadingArrow, At(start, start + 2)));
            }
        }

        Location At(int from, int to) => Location.Create(context.Tree, TextSpan.FromBounds(from, to));
    }
}
