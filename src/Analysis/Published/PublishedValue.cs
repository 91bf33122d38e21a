using System.Globalization;

namespace Experiments.Analysis;

/// <summary>One published number.</summary>
/// <param name="Table">The table that it stands in.</param>
/// <param name="Quantity">
/// <c>error-rate</c>, a fraction of 1; <c>distortion</c>, a measured mean; <c>nominal-distortion</c>, a setting, and <c>error-bound</c>, a
/// rate that a statement speaks of, are printed beside ours and judged by nobody; <c>layer-bound</c>, how far a layer can lengthen a
/// change, a factor.
/// </param>
/// <param name="Value">The number.</param>
/// <param name="Model">The model whose error on clean data it is; null for other numbers.</param>
/// <param name="Data">The clean data of <paramref name="Model"/>.</param>
/// <param name="Source">The model that images were made on; null for controls and clean data.</param>
/// <param name="Attack">How the images were made; null for clean data.</param>
/// <param name="Victim">The model that they were fed to; null for a distortion.</param>
/// <param name="Layer">The layer of a bound, as in <see cref="ClaimSelector"/>.</param>
/// <param name="Note">What is known of the number's own reliability.</param>
public sealed record PublishedValue(
    string Table, string Quantity, double Value, string? Model = null, string? Data = null, string? Source = null, string? Attack = null,
    string? Victim = null, string? Layer = null, string? Note = null)
{
    public const string ErrorRate = "error-rate";
    public const string Distortion = "distortion";
    public const string LayerBound = "layer-bound";

    private const int SignificantDigits = 2;

    /// <summary>
    /// Half a unit of the last published digit: what rounding hid. Of a rate that is the last decimal of its percentage, at least the
    /// first, for zeros at the end are not printed (6.25 %, 11.7 %, 2 %); distortions and bounds are printed to two significant digits at
    /// least, again without zeros at the end (0.062, 0.1, 2.75, 10).
    /// </summary>
    public double HalfDigit
    {
        get
        {
            if (Quantity != ErrorRate)
            {
                return 0.5 * Unit(Math.Max(Math.Max(0, SignificantDigits - 1 - Exponent(Value)), ((decimal)Value).Scale));
            }

            var percent = Math.Round((decimal)Value * 100, 8).ToString("0.########", CultureInfo.InvariantCulture);
            var point = percent.IndexOf('.', StringComparison.Ordinal);
            return 0.5 * Unit(2 + (point < 0 ? 1 : percent.Length - point - 1));
        }
    }

    // 10^-decimals, exactly as it is written.
    private static double Unit(int decimals) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"1e-{decimals}"), CultureInfo.InvariantCulture);

    private static int Exponent(double value) =>
        int.Parse(value.ToString("E0", CultureInfo.InvariantCulture).Split('E')[1], CultureInfo.InvariantCulture);
}

/// <summary>Why numbers of ours are known to differ from some of a publication's; a field that is null fits every number.</summary>
/// <param name="Quantity">As in <see cref="PublishedValue"/>.</param>
/// <param name="Model">As in <see cref="PublishedValue"/>.</param>
/// <param name="Attack">As in <see cref="PublishedValue"/>.</param>
/// <param name="VictimIs">Whether the victim is the source itself.</param>
/// <param name="Below">Why ours is smaller; null where that is not known.</param>
/// <param name="Above">Why ours is larger; null where that is not known.</param>
internal sealed record PublishedReason(
    string Quantity, string? Model = null, string? Attack = null, VictimIs? VictimIs = null, string? Below = null, string? Above = null)
{
    internal bool Fits(PublishedValue value) =>
        Quantity == value.Quantity && (Model is null || Model == value.Model) && (Attack is null || Attack == value.Attack)
        && (VictimIs is null || (VictimIs == Analysis.VictimIs.Own) == (value.Victim == value.Source));
}
