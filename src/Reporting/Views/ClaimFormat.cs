using Experiments.Analysis;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Claims as people read them.</summary>
internal static class ClaimFormat
{
    private const string Distortion = "distortion";

    internal static IReadOnlyList<string> Verdicts => ClaimVerdicts.All;

    internal static string Deviates { get; } = ClaimVerdict.Deviates.Text();

    /// <summary>The claims of each verdict, in the order of the verdicts; within one, statements before numbers, as the study has them.</summary>
    internal static IReadOnlyList<(string Verdict, IReadOnlyList<ClaimLine> Claims)> ByVerdict(IReadOnlyList<ClaimLine> claims) =>
        [.. ClaimVerdicts.All.Select(verdict => (verdict, (IReadOnlyList<ClaimLine>)[.. claims.Where(claim => claim.Verdict == verdict)]))];

    internal static bool IsNumber(ClaimLine claim) => claim.Rule == "number";

    internal static string Ours(ClaimLine claim) => claim.Unit == Distortion ? HumanFormat.Distortion(claim.Ours) : HumanFormat.BarePercent(claim.Ours, Decimals(claim));

    internal static string Theirs(ClaimLine claim) => claim.Theirs is not { } theirs ? ""
        : claim.Unit == Distortion ? HumanFormat.PublishedDistortion(theirs) : HumanFormat.BarePublishedPercent(theirs);

    internal static string Interval(ClaimLine claim) => (claim.Low, claim.High) is not ({ } low, { } high) ? ""
        : claim.Unit == Distortion ? $"{HumanFormat.Distortion(low)}-{HumanFormat.Distortion(high)}" : Figures.Interval(low, high, Decimals(claim));

    // Small rates of many images are told apart by the second decimal.
    private static int Decimals(ClaimLine claim) => claim.High - claim.Low < 0.01 ? 2 : 1;
}
