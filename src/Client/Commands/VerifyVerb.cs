using System.CommandLine;
using System.Globalization;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>verify STUDY</c>: runs a sample of finished jobs again and compares.</summary>
internal static class VerifyVerb
{
    private const double DefaultShare = 0.05;

    internal static Verb Create()
    {
        var study = StudyFile.AddressArgument();
        var sample = new Option<double>("--sample")
        {
            Description = "Share of each kind of job, in percent; at least one job of each (default: 5%).", HelpName = "N%",
            DefaultValueFactory = _ => DefaultShare, CustomParser = Share,
        };
        return new Verb(
            "verify",
            "Runs a sample of a study's finished jobs again and compares every value and file with what is stored. Changes nothing.",
            [
                ("experiments verify szegedy2013", "5 % of each kind of job; the same jobs every time."),
                ("experiments verify szegedy2013 --sample 100%", "The whole study. Ends with 1 if a single bit differs."),
            ])
        {
            Arguments = { study },
            Options = { sample },
            Run = (context, cancellationToken) =>
                RunAsync(
                    context, StudyFile.NameOf(context, context.Line.GetRequiredValue(study)), context.Line.GetValue(sample),
                    cancellationToken),
        };
    }

    private static double Share(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(
            text.EndsWith('%') ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is > 0 and <= 100)
        {
            return percent / 100;
        }

        result.AddError($"--sample is '{text}'; it must be a percentage, more than 0 and at most 100: 5%.");
        return DefaultShare;
    }

    private static async Task<int> RunAsync(VerbContext context, string study, double share, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var report = await session.Engine.VerifyAsync(study, share, new Lines(context), cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("study", study),
                StudyJson.Member("finished", report.Finished),
                StudyJson.Member("compared", report.Compared),
                StudyJson.Member("rows", report.Rows),
                StudyJson.Member("artifacts", report.Artifacts),
                StudyJson.Member(ClientTables.Differences, report.Differences),
            ]);
        }
        else
        {
            foreach (var difference in report.Differences)
            {
                context.Results.WriteLine($"{difference.Name} ({difference.Job.Short}), {difference.Place}:", Tone.Warning);
                context.Results.WriteLine($"  stored      {difference.Stored}");
                context.Results.WriteLine($"  recomputed  {difference.Recomputed}");
            }

            context.Results.WriteLine(
                $"{study}: {report.Compared} of {HumanFormat.Plural(report.Finished, "finished job")} run again, "
                    + $"{HumanFormat.Plural(report.Rows, "row")} and "
                + $"{HumanFormat.Plural(report.Artifacts, "file")} compared, {HumanFormat.Plural(report.Differences.Count, "difference")}.",
                report.Differences.Count > 0 ? Tone.Warning : Tone.Plain);
        }

        return report.Differences.Count > 0 ? ExitCode.Incomplete : ExitCode.Done;
    }

    private sealed class Lines(VerbContext context) : IProgress<VerifyProgress>
    {
        private readonly Lock _gate = new();
        private int _told = -1;

        /// <summary>A line at the start and at every tenth of the way.</summary>
        public void Report(VerifyProgress value)
        {
            lock (_gate)
            {
                var tenth = value.Total == 0 ? 10 : 10 * value.Done / value.Total;
                if (!context.Settings.Quiet && tenth > _told)
                {
                    _told = tenth;
                    context.Host.Error.Say($"{value.Done} of {HumanFormat.Plural(value.Total, "job")} compared");
                }
            }
        }
    }
}
