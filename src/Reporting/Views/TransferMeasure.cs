using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>What is said of a cell of a transfer table: one number, perhaps with its interval.</summary>
/// <param name="Name">For people, in few words.</param>
/// <param name="Value">The number as text; null where the cell has none.</param>
/// <param name="Low">The lower end of its interval; null for a number without one.</param>
/// <param name="High">The upper end.</param>
internal sealed record TransferMeasure(
    string Name, Func<TransferCellRow, string?> Value, Func<TransferCellRow, double?>? Low = null,
    Func<TransferCellRow, double?>? High = null)
{
    /// <summary>In the order in which they stand; the first is the table's own, which has the published value beside it.</summary>
    internal static IReadOnlyList<TransferMeasure> All { get; } =
    [
        new("all images", row => HumanFormat.BarePercent(row.ErrorRate), row => row.ErrorRateLow, row => row.ErrorRateHigh),
        new(
            "read right",
            row => row.Set is null ? null : Percent(row.ErrorRateVictimCorrect), row => row.ErrorRateVictimCorrectLow,
            row => row.ErrorRateVictimCorrectHigh),
        new("target", row => Percent(row.TargetHitRate), row => row.TargetHitRateLow, row => row.TargetHitRateHigh),
        new("over clean", row => row.Set is null ? null : Points(row.LiftOverClean)),
        new("over noise", row => Points(row.LiftOverNoise)),
        new("no class", row => row.NoClass is > 0 and var images ? HumanFormat.Plural(images, "image") : null),
    ];

    /// <summary>What the names mean.</summary>
    internal const string Legend =
        "all images: errors among all of them; read right: among those that the network reads correctly without a change; target: "
            + "images that it gives the class that the attack wanted; over clean, over noise: points above its error on the clean images, "
            + "and above that on noise as long as each perturbation; no class: a logit is no finite number.";

    /// <summary>The interval as text; null for a number without one.</summary>
    internal string? Interval(TransferCellRow row) => Low is null ? null : $"[{Figures.Interval(Low(row), High!(row))}]";

    private static string? Percent(double? rate) => rate is null ? null : HumanFormat.BarePercent(rate);

    private static string? Points(double? difference) => difference is not { } points ? null
        : points == 0 ? "0" : (points > 0 ? "+" : "-") + HumanFormat.BarePercent(Math.Abs(points));
}
