using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Jobs.Claims;

/// <summary>A claim that a study can judge.</summary>
/// <param name="Settings">What is claimed.</param>
/// <param name="Inputs">The jobs whose rows decide it.</param>
/// <param name="About">The names of what it speaks of; null for a statement about several.</param>
internal sealed record PlannedClaim(ClaimSettings Settings, IReadOnlyList<JobInput> Inputs, StudyJob? About);

/// <summary>Finds, among the named jobs of a study, those that decide what a publication claims. What the study has no jobs for is left
/// out.</summary>
internal sealed class ClaimPlanner(PublishedResults published, IReadOnlyList<StudyJob> names)
{
    // Where a network's error on clean images may be found: the first that the study has.
    private static readonly string[] CleanErrors = ["clean-error", "training-error", "group-error"];

    private readonly ILookup<string, StudyJob> _byKind = names.ToLookup(name => name.Kind);

    /// <summary>Statements first, then the numbers, each in the publication's order.</summary>
    internal IEnumerable<PlannedClaim> Plan() =>
        published.Statements.Select(Statement).Concat(published.Values.Select(Number)).OfType<PlannedClaim>();

    private PlannedClaim? Statement(PublishedStatement statement)
    {
        var inputs = statement.Pairs is { } pairs
            ? pairs.SelectMany(Pairs)
                .SelectMany(pair => (JobInput[])[new(JobRoles.More, pair.More), new(JobRoles.Less, pair.Less)])
                .ToList()
            : Find(statement.Values!).Select(name => new JobInput(JobRoles.Value, name.Job)).Distinct().ToList();
        return inputs.Count == 0 ? null : new PlannedClaim(
            new ClaimSettings
            {
                Publication = published.Name,
                Claim = statement.Id,
                Place = statement.Where,
                Statement = statement.Statement,
                Rule = statement.Rule,
                Quantity = statement.Values?.Quantity ?? statement.Pairs![0].More.Quantity,
                LessQuantity = statement.Pairs?[0].Less.Quantity,
                At = (statement.Values ?? statement.Pairs![0].More).At,
                Theirs = statement.Value ?? (statement.Rule == ClaimRule.Always ? 1 : null),
                HalfDigit = statement.HalfDigit,
                TheirImages = statement.Images,
            },
            inputs, About: null);
    }

    private PlannedClaim? Number(PublishedValue value)
    {
        ClaimSelector[] selectors = value switch
        {
            { Quantity: PublishedValue.ErrorRate, Model: not null } =>
                [.. CleanErrors.Select(quantity => new ClaimSelector(quantity, Model: value.Model, Data: value.Data))],
            { Quantity: PublishedValue.ErrorRate } =>
                [new("transfer-error", value.Table, Source: value.Source, Attack: value.Attack, Victim: value.Victim)],
            { Quantity: PublishedValue.LayerBound } => [new("layer-bound", Model: value.Model, Layer: value.Layer)],
            { Quantity: PublishedValue.Distortion } => [new("distortion", value.Table, Source: value.Source, Attack: value.Attack)],
            _ => [],
        };
        var found = selectors.SelectMany(selector => Find(selector).Select(name => (selector.Quantity, Name: name))).FirstOrDefault();
        return found.Name is null ? null : new PlannedClaim(
            new ClaimSettings
            {
                Publication = published.Name,
                Claim = $"{value.Table}: {Describe(value)}",
                Place = Place(value.Table),
                Statement = Describe(value),
                Rule = ClaimRule.Number,
                Quantity = found.Quantity,
                Layer = value.Layer,
                Theirs = value.Value,
                HalfDigit = value.HalfDigit,
                TheirImages = published.ImagesOf(value),
                WhyBelow = published.Why(value, above: false),
                WhyAbove = published.Why(value, above: true),
            },
            [new JobInput(JobRoles.Value, found.Name.Job)], found.Name);
    }

    private IEnumerable<StudyJob> Find(ClaimSelector wanted) => _byKind[ClaimQuantities.Of(wanted.Quantity).Kind.Name].Where(name =>
        Fits(wanted.Table, name.Table) && Fits(wanted.Model, name.Model) && Fits(wanted.Source, name.Source)
            && Fits(wanted.Attack, name.Attack) && (name.Attack != TransferCellRow.Clean || wanted.Attack is not null)
        && Fits(wanted.Victim, name.Victim) && Fits(wanted.Data, name.Data)
        && (wanted.VictimIs is null || (wanted.VictimIs == VictimIs.Own) == (name.Victim == name.Source)));

    /// <summary>A job that two pairs share is read once for each.</summary>
    private IEnumerable<(JobKey More, JobKey Less)> Pairs(ClaimPair pair) =>
        from more in Find(pair.More)
        from less in Find(pair.Less)
        where (pair.Same ?? []).All(same => NameOf(more, same) == NameOf(less, same))
        select (more.Job, less.Job);

    private static string? NameOf(StudyJob name, SameName same) => same switch
    {
        SameName.Job => name.Job.Value,
        SameName.Source => name.Source,
        _ => name.Victim ?? name.Model,
    };

    private static bool Fits(string? wanted, string? name) => wanted is null || wanted == name;

    private static string Place(string table) => table.StartsWith("table", StringComparison.Ordinal)
        ? $"table {table["table".Length..]}"
        : table.Replace("section", "section ", StringComparison.Ordinal);

    private static string Describe(PublishedValue value)
    {
        var set = value.Source is null ? value.Attack : $"{value.Attack} on {value.Source}";
        return value switch
        {
            { Layer: not null } => $"bound of {value.Layer} of {value.Model}",
            { Model: not null } => $"error of {value.Model} on {value.Data}",
            { Victim: not null } => $"error of {value.Victim}, fed {set}",
            _ => $"distortion of {set}",
        };
    }
}
