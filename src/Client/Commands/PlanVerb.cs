using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>plan STUDY</c>: says what <c>run</c> would do.</summary>
internal static class PlanVerb
{
    internal static Verb Create()
    {
        var study = StudyFile.Argument();
        var images = StudyFile.ImagesOption();
        var set = StudyFile.SetOption();
        var strict = StudyFile.StrictOption();
        return new Verb("plan", "Checks a study file and says which jobs a run would do. Runs nothing.",
        [
            ("experiments plan studies/szegedy2013.json", "Jobs per kind, how many are done already, and about how long the rest takes."),
        ])
        {
            MakesHome = true,
            Computes = true,
            Arguments = { study },
            Options = { images, set, strict },
            Run = (context, cancellationToken) =>
                RunAsync(
                    context,
                    StudyFile.Read(context, study, images, set, strict),
                    cancellationToken),
        };
    }

    private static async Task<int> RunAsync(VerbContext context, StudyDocument document, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var plan = await session.Engine.PlanAsync(document, cancellationToken);
        WarningText.Write(context, document.File, plan.Warnings);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer,
            [
                StudyJson.Member("study", plan.Study),
                StudyJson.Member("jobs", plan.Jobs),
                StudyJson.Member("cached", plan.Cached),
                StudyJson.Member("workers", plan.Workers),
                StudyJson.Member("estimatedSeconds", plan.EstimatedTime?.TotalSeconds),
                StudyJson.Member("memoryBytes", plan.MemoryBytes),
                StudyJson.Member("availableMemoryBytes", plan.AvailableMemoryBytes),
                StudyJson.Member("missing", plan.Missing),
                StudyJson.Member(ClientTables.Warnings, plan.Warnings),
                StudyJson.Member(ClientTables.Classes, plan.Classes),
                .. StudyJson.Members(plan.Change),
                ("kinds", StudyJson.Member(ClientTables.Plan, plan.Kinds).Value),
            ]);
            return ExitCode.Done;
        }

        context.Results.WriteTable(TableFormat.Text, ClientTables.Plan, plan.Kinds);
        context.Results.WriteLine();
        context.Results.WriteLine($"{plan.Study}: {plan.Jobs - plan.Cached} of {plan.Jobs} jobs to run, {Time(plan)}.");
        if (plan.MemoryBytes > 0)
        {
            context.Results.WriteLine(
                $"Memory: about {MemoryText.Of(plan.MemoryBytes)} for the largest job, of {MemoryText.Of(plan.AvailableMemoryBytes)} that "
                    + $"this process may take{(plan.MemoryBytes > plan.AvailableMemoryBytes ? ": run refuses it here" : "")}.");
        }

        foreach (var classes in plan.Classes)
        {
            context.Results.WriteLine($"Classes of {classes.Dataset}, in order: {ClientTables.ListOf(classes)}.");
        }

        foreach (var line in ChangeText.Lines(plan))
        {
            context.Results.WriteLine(line);
        }

        if (plan.Missing is { } missing)
        {
            context.Results.WriteLine($"Not here: {missing}");
        }

        return ExitCode.Done;
    }

    private static string Time(PlanSummary plan) => plan switch
    {
        _ when plan.Cached == plan.Jobs => "the tables are complete",
        { EstimatedTime: { } time } => $"about {HumanFormat.Duration(time)} with {plan.Workers} at a time",
        _ when plan.Kinds.All(k => k.Work is null || k.Cached == k.Jobs) => "time unknown until some have run here",
        _ => $"time unknown: no {string.Join(", ", plan.Kinds.Where(k => k.Work is null).Select(k => k.Kind))} job has run here yet",
    };
}
