using System.Runtime.CompilerServices;

namespace Experiments.Contracts;

/// <summary>A row of a result table. Every row belongs to the job that computed it and is committed together with that job's
/// state.</summary>
public abstract record ResultRow
{
    /// <summary>The job that computed the row.</summary>
    public required JobKey Job { get; init; }

    /// <summary>The rows of all replicates where this one stands for several: its rates are their means, and the ends of a rate's interval
    /// are Student's at 95 % over the rates of the replicates in place of Wilson's, kept in [0, 1].</summary>
    internal IReadOnlyList<ResultRow> Replicates { get; init; } = [];

    /// <summary>The value of the derived column that asks: what its attribute declares is all that is written of it.</summary>
    protected double? Derived([CallerMemberName] string property = "") => ResultTable.Of(GetType()).Derive(this, property);
}
