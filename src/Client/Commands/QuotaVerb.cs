using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>quota set</c>, <c>quota list</c> and <c>quota rm</c>: the most that a user's studies may have together.</summary>
internal static class QuotaVerb
{
    internal static Verb Create() => new("quota", "Limits what the studies of a user may have together, lists such limits, lifts one.", [])
    {
        Set(), List(), Remove(),
    };

    private static Verb Set()
    {
        var user = User();
        var jobs = CheckedOptions.Count("--jobs", "Jobs in hand at once, at most.");
        var hours = CheckedOptions.Positive("--device-hours", "H", "Device time of a day (UTC) in hours, at most.");
        var verb = new Verb("set", "Limits a user, in the place of an earlier limit. Jobs in hand stay; others wait, and 'watch' says so.",
        [
            ("experiments quota set ann --jobs 50 --device-hours 100", "50 jobs at once and 100 hours of devices a day."),
        ])
        {
            Arguments = { user },
            Options = { jobs, hours },
            Run = (context, cancellationToken) => SetAsync(
                context, new Quota(context.Line.GetRequiredValue(user), context.Line.GetValue(jobs), context.Line.GetValue(hours)),
                cancellationToken),
        };
        verb.Validators.Add(result =>
        {
            if (result.GetResult(jobs) is null && result.GetResult(hours) is null)
            {
                result.AddError("limit is missing; it must be one of --jobs, --device-hours, or both.");
            }
        });
        return verb;
    }

    private static Verb List() => new("list", "Lists the users with a limit and what they have used of it.",
    [
        ("experiments quota list --db postgres://me:secret@db.lab/experiments", "One line per user."),
    ])
    {
        Run = ListAsync,
    };

    private static Verb Remove()
    {
        var user = User();
        return new Verb("rm", "Lifts the limits of a user.", [("experiments quota rm ann", "What waited for them runs.")])
        {
            Arguments = { user },
            Run = (context, cancellationToken) => RemoveAsync(context, context.Line.GetRequiredValue(user), cancellationToken),
        };
    }

    private static Argument<string> User() =>
        new("USER") { Description = "The user, as 'list' shows who submitted a study, without the host." };

    private static async Task<int> SetAsync(VerbContext context, Quota quota, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        await session.Engine.SetQuotaAsync(quota, cancellationToken);
        var lines = await session.Studies.ListQuotasAsync(cancellationToken);
        Write(context, [.. lines.Where(line => line.Quota.User == quota.User)]);
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        Write(context, await session.Studies.ListQuotasAsync(cancellationToken));
        return ExitCode.Done;
    }

    private static async Task<int> RemoveAsync(VerbContext context, string user, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        if (!await session.Engine.RemoveQuotaAsync(user, cancellationToken))
        {
            var known = (await session.Studies.ListQuotasAsync(cancellationToken)).Select(line => line.Quota.User).ToList();
            throw new UsageException(
                $"user is '{user}'; it must be one with a quota: {(known.Count == 0 ? "none has one" : string.Join(", ", known))}.");
        }

        if (context.Settings.Json)
        {
            StudyJson.WriteObject(context.Results.Writer, [StudyJson.Member("user", user)]);
        }
        else
        {
            context.Results.WriteLine($"{user} has no quota any more.");
        }

        return ExitCode.Done;
    }

    private static void Write(VerbContext context, IReadOnlyList<QuotaLine> lines)
    {
        if (lines.Count == 0 && !context.Settings.Json)
        {
            context.Results.WriteLine("No user has a quota.");
        }
        else
        {
            context.Results.WriteTable(context.Settings.Json ? TableFormat.Json : TableFormat.Text, ClientTables.Quotas, lines);
        }
    }
}
