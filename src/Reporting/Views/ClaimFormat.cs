using Experiments.Analysis;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Claims as people read them.</summary>
internal static class ClaimFormat
{
    private const string Distortion = "distortion", Factor = "factor";

    internal static IReadOnlyList<string> Verdicts => ClaimVerdicts.All;

    internal static string Deviates { get; } = ClaimVerdict.Deviates.Text();

    internal static IReadOnlyList<ClaimRow> Of(StudyTables tables) => [.. tables.Of<ClaimRow>().Select(claim => claim.Row)];

    /// <summary>The claims of each verdict, in the order of the verdicts; within one, statements before numbers, as the study has
    /// them.</summary>
    internal static IReadOnlyList<(string Verdict, IReadOnlyList<ClaimRow> Claims)> ByVerdict(IReadOnlyList<ClaimRow> claims) =>
        [.. ClaimVerdicts.All.Select(verdict => (verdict, (IReadOnlyList<ClaimRow>)[.. claims.Where(claim => claim.Verdict == verdict)]))];

    internal static bool IsNumber(ClaimRow claim) => claim.Rule == "number";

    internal static string Ours(ClaimRow claim) => Number(claim, claim.Ours);

    internal static string Theirs(ClaimRow claim) => (claim.Theirs, claim.Unit) switch
    {
        (null, _) => "",
        ({ } theirs, Distortion) => HumanFormat.PublishedDistortion(theirs),
        ({ } theirs, Factor) => HumanFormat.Factor(theirs),
        ({ } theirs, _) => HumanFormat.BarePublishedPercent(theirs),
    };

    internal static string Interval(ClaimRow claim) => claim switch
    {
        { Low: null } or { High: null } => "",
        { Unit: Factor } => "",
        { Unit: Distortion } => $"{HumanFormat.Distortion(claim.Low.Value)}-{HumanFormat.Distortion(claim.High.Value)}",
        _ => Figures.Interval(claim.Low.Value, claim.High.Value, Decimals(claim)),
    };

    private static string Number(ClaimRow claim, double value) => claim.Unit switch
    {
        Distortion => HumanFormat.Distortion(value),
        Factor => HumanFormat.Factor(value),
        _ => HumanFormat.BarePercent(value, Decimals(claim)),
    };

    // Small rates of many images are told apart by the second decimal.
    private static int Decimals(ClaimRow claim) => claim.High - claim.Low < 0.01 ? 2 : 1;
}
