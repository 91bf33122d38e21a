using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>data list</c>: the catalogue of data sets.</summary>
internal static class DataVerb
{
    internal static Verb Create() => new("data", "Shows the data sets that studies can use.", [])
    {
        new Verb("list", "Lists the catalogue of data sets: where each was found, or how to get it.",
        [
            ("experiments data list --data ~/datasets", "Looks in one more folder."),
        ])
        {
            Run = ListAsync,
        },
    };

    private static Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var lines = context.Host.ReadDatasets(context.Settings);
        if (context.Settings.Json)
        {
            context.Results.WriteTable(TableFormat.Json, ClientTables.Datasets, lines);
            return Task.FromResult(ExitCode.Done);
        }

        foreach (var line in lines)
        {
            context.Results.WriteLines(
            [
                new StyledLine([new(line.Name, Tone.Heading), new($"  {line.Title}")]),
                StyledLine.Of($"  {line.Content}", Tone.Muted),
                line.Folder is null ? StyledLine.Of("  not found", Tone.Warning) : StyledLine.Of($"  in {context.Display(line.Folder)}"),
                .. line.Hint is null ? [] : TextWrap.Lines(line.Hint, context.Results.Width - 2, atHyphens: false).Select(
                    text => StyledLine.Of($"  {text}", Tone.Muted)),
            ]);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
