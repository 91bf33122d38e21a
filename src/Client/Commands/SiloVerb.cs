using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>silo list</c> and <c>silo drain</c>: the members of a cluster.</summary>
internal static class SiloVerb
{
    internal static Verb Create() => new("silo", "Lists the silos of a cluster and drains one.", [])
    {
        List(), Drain(),
    };

    private static Verb List() => new("list", "Lists the silos of the cluster: who is up, on which devices, with how much in hand.",
    [
        ("experiments silo list --cluster experiments --db postgres://me:secret@db.lab/experiments", "One line per silo."),
    ])
    {
        Run = ListAsync,
    };

    private static Verb Drain()
    {
        var name = new Argument<string>("NAME") { Description = "The silo's name, as 'silo list' shows it." };
        return new Verb("drain", "Lets a silo finish what it has and take no more; its studies and models move away. Returns at once.",
        [
            ("experiments silo drain gpu7 --cluster experiments",
                "Before an upgrade; 'silo list' shows when it is drained and can be stopped."),
        ])
        {
            Arguments = { name },
            Run = (context, cancellationToken) => DrainAsync(context, context.Line.GetRequiredValue(name), cancellationToken),
        };
    }

    private static async Task<int> ListAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        Write(context, await session.Engine.ListSilosAsync(cancellationToken));
        return ExitCode.Done;
    }

    private static async Task<int> DrainAsync(VerbContext context, string silo, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        Write(context, [await session.Engine.DrainSiloAsync(silo, cancellationToken)]);
        return ExitCode.Done;
    }

    private static void Write(VerbContext context, IReadOnlyList<SiloLine> silos) =>
        context.Results.WriteTable(context.Settings.Json ? TableFormat.Json : TableFormat.Text, ClientTables.Silos, silos);
}
