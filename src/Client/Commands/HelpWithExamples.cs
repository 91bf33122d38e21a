using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Experiments.Client;

/// <summary>The usual help, then the verb's examples and, for the whole program, the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<(string Line, string What)> rootExamples)
    : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => usual.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        var examples = command is Verb verb ? verb.Examples : rootExamples;
        if (examples.Count > 0)
        {
            output.Write("Examples:\n");
            foreach (var (line, what) in examples)
            {
                output.Write($"  {line}\n      {what}\n");
            }

            output.Write("\n");
        }

        if (command is RootCommand)
        {
            output.Write("Exit codes:\n");
            foreach (var (exit, meaning) in ExitCode.All)
            {
                output.Write(FormattableString.Invariant($"  {exit,-4} {meaning}\n"));
            }
        }

        return code;
    }
}
