using System.CommandLine;
using System.CommandLine.Help;
using Experiments.Hosting;
using Experiments.Storage;

namespace Experiments.Client;

/// <summary>The whole command line: reads it, runs the verb, turns errors into lines and exit codes.</summary>
internal static class CommandLine
{
    private static readonly (string Line, string What)[] Examples =
    [
        ("experiments run studies/quick.json", "Trains two small networks, attacks them and prints the tables: half a minute."),
        ("experiments show quick --table transfer --format csv > transfer.csv", "Writes one table of a study for other programs."),
        ("experiments submit studies/szegedy2013.json --db postgres://me:secret@db.lab/experiments",
            "For any number of 'experiments work' on any hosts."),
        ("experiments models export FC100-100-10 weights.safetensors", "Takes a trained network elsewhere."),
    ];

    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments, ClientHost host, CancellationToken cancellationToken)
    {
        host = host with { Out = new ResultStream(host.Out, "standard output"), Error = new MessageStream(host.Error) };
        var globals = new GlobalOptions();
        var line = Build(globals, host).Parse(arguments);
        var secrets = new Secrets(
            [
                .. arguments, host.ReadEnvironment(GlobalOptions.DatabaseVariable),
                host.ReadEnvironment(ExperimentDatabase.ReaderVariable),
            ]);
        if (line.Errors.Count > 0)
        {
            return WriteUsageErrors(line, secrets, host.Error);
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
            };
            return await line.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            host.Error.Say("interrupted");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last place that can turn an error into one clear line and a code.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ErrorReport.Write(error, host.Error, secrets, globals.IsVerbose(line));
        }
    }

    private static RootCommand Build(GlobalOptions globals, ClientHost host)
    {
        var root = new RootCommand(
            "Trains networks, attacks them and measures what the perturbed images do to other networks, from one study file.")
        {
            RunVerb.Create(), PlanVerb.Create(), ListVerb.Create(), ShowVerb.Create(), DiffVerb.Create(), ReportVerb.Create(),
            ExportVerb.Create(),
            VerifyVerb.Create(), SubmitVerb.Create(), WorkVerb.Create(), WatchVerb.Create(), WorkersVerb.Create(), SiloVerb.Create(),
            CancelVerb.Create(), ResumeVerb.Create(), RetryVerb.Create(), PriorityVerb.Create(), QuotaVerb.Create(),
            RenameVerb.Create(), RmVerb.Create(), QueryVerb.Create(), GcVerb.Create(), ModelsVerb.Create(), DataVerb.Create(),
        };
        globals.AddTo(root);
        var help = root.Options.OfType<HelpOption>().Single();
        var usual = (HelpAction)help.Action!;
        usual.MaxWidth = host.Width;
        help.Action = new HelpWithExamples(usual, Examples);
        foreach (var verb in root.Subcommands.Concat(root.Subcommands.SelectMany(command => command.Subcommands)).OfType<Verb>())
        {
            if (verb.Run is { } run)
            {
                verb.SetAction((line, cancellationToken) => run(
                    new VerbContext(host, Settings(verb, globals.Read(line, host)), line), cancellationToken));
            }
        }

        return root;
    }

    private static ClientSettings Settings(Verb verb, ClientSettings settings) =>
        settings with { MakesHome = verb.MakesHome, TorchFolder = verb.Computes ? settings.TorchFolder : null };

    private static int WriteUsageErrors(ParseResult line, Secrets secrets, TextWriter error)
    {
        foreach (var message in UsageErrors(line).Distinct())
        {
            error.Say($"error: {secrets.Hide(message)}");
        }

        List<string> path = [];
        for (var result = line.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
        {
            path.Insert(0, result.Command is RootCommand ? "experiments" : result.Command.Name);
        }

        error.Say($"See '{string.Join(' ', path)} --help'.");
        return ExitCode.BadInput;
    }

    /// <summary>A group of verbs without one of its verbs is one mistake, whatever else the parser could not place.</summary>
    private static IEnumerable<string> UsageErrors(ParseResult line)
    {
        var command = line.CommandResult.Command;
        if (command.Action is not null)
        {
            return line.Errors.Select(error => error.Message);
        }

        var wanted = $"it must be one of {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}.";
        return [line.UnmatchedTokens.Count == 0 ? $"verb is missing; {wanted}" : $"verb is '{line.UnmatchedTokens[0]}'; {wanted}"];
    }
}
