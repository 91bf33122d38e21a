using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>silo list</c>, <c>silo wanted</c>, <c>silo drain</c> and <c>silo undrain</c>: the members of a cluster.</summary>
internal static class SiloVerb
{
    internal static Verb Create() => new("silo", "Lists the silos of a cluster, says how many it could use, and drains one.", [])
    {
        List(), Wanted(), Drain(), Undrain(),
    };

    private static Verb List() => new("list", "Lists the silos of the cluster: who is up, on which devices, with how much in hand.",
    [
        ("experiments silo list --cluster experiments --db postgres://me:secret@db.lab/experiments", "One line per silo."),
    ])
    {
        Run = ListAsync,
    };

    private static Verb Wanted() => new(
        "wanted", "Says how many devices of each kind the jobs of all studies could use now: the number that an autoscaler steers by.",
    [
        ("experiments silo wanted --json --cluster experiments", "An object per kind; wantedDevices is 0 when no job asks for it."),
    ])
    {
        Run = WantedAsync,
    };

    private static Verb Drain() => Asking(
        "drain", drain: true,
        "Lets a silo finish what it has and take no more, also after a restart, until 'silo undrain'. Returns at once.",
        ("experiments silo drain gpu7 --cluster experiments",
            "Before an upgrade; 'silo list' shows when it is drained and can be stopped."));

    private static Verb Undrain() => Asking(
        "undrain", drain: false, "Lets a silo that was drained take jobs again.",
        ("experiments silo undrain gpu7 --cluster experiments", "After the upgrade."));

    private static Verb Asking(string name, bool drain, string description, (string Line, string What) example)
    {
        var silo = new Argument<string>("NAME") { Description = "The silo's name, as 'silo list' shows it." };
        return new Verb(name, description, [example])
        {
            Arguments = { silo },
            Run = (context, cancellationToken) => AskAsync(context, context.Line.GetRequiredValue(silo), drain, cancellationToken),
        };
    }

    private static async Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var silos = await session.Engine.ListSilosAsync(cancellationToken);
        if (silos.Count == 0 && !context.Settings.Json)
        {
            context.Results.WriteLine(
                $"No silo of cluster '{context.Settings.Cluster}' was heard of within an hour; start one with: experiments-silo");
            return ExitCode.Done;
        }

        Write(context, silos);
        return ExitCode.Done;
    }

    private static async Task<int> WantedAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        context.Results.WriteTable(
            context.Settings.Json ? TableFormat.Json : TableFormat.Text, ClientTables.Wanted,
            await session.Engine.ListWantedDevicesAsync(cancellationToken));
        return ExitCode.Done;
    }

    private static async Task<int> AskAsync(VerbContext context, string silo, bool drain, CancellationToken cancellationToken)
    {
        using var notices = context.Notices();
        await using var session = await context.OpenSessionAsync(notices, cancellationToken);
        Write(context, [await session.Engine.DrainSiloAsync(silo, drain, cancellationToken)]);
        return ExitCode.Done;
    }

    private static void Write(VerbContext context, IReadOnlyList<SiloLine> silos) =>
        context.Results.WriteTable(context.Settings.Json ? TableFormat.Json : TableFormat.Text, ClientTables.Silos, silos);
}
