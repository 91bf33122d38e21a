using System.Text.Json.Serialization;

namespace Experiments.Contracts;

/// <summary>A result row under the names that a study gives its job: what every table for people is made from.</summary>
/// <param name="Names">What the study calls the job.</param>
public abstract record StudyRow(StudyJob Names)
{
    /// <summary>The row, whatever its table.</summary>
    [JsonIgnore]
    public abstract ResultRow Untyped { get; }

    /// <summary>What the publication that the study compares itself with says of the table's <see cref="PublishedAttribute"/> column; null
    /// for nothing.</summary>
    public double? Published { get; init; }

    /// <summary>The rows of all replicates that this row stands for, in their order; none for a row that stands for itself.</summary>
    [JsonIgnore]
    public IReadOnlyList<StudyRow> Replicates { get; init; } = [];

    /// <summary>The rows that the table's <see cref="JoinedAttribute"/>s lead to, in their order; null for one that is not there.</summary>
    [JsonIgnore]
    public IReadOnlyList<ResultRow?> Joined { get; init; } = [];
}

/// <inheritdoc cref="StudyRow"/>
/// <typeparam name="TRow">The table's record.</typeparam>
/// <param name="Names">What the study calls the job.</param>
/// <param name="Row">What the job left.</param>
public sealed record StudyRow<TRow>(StudyJob Names, TRow Row) : StudyRow(Names)
    where TRow : ResultRow
{
    public override ResultRow Untyped => Row;
}
