using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Finds the largest c whose minimiser is still classified as the target class, from the margins m(c) = z_target - max of the
/// other logits at minimisers. The margin falls as c grows; wanted is where it is just above 0.</summary>
/// <remarks>
/// For a linear classifier with two classes and an inactive box, c * ((m + M) / M) * ((1 + exp m) / 2), with M = -m at the clean image, is
/// the same number c* for every c: the answer. So that product is an estimate K(c) of the answer that hardly depends on c for any
/// classifier. The search is a secant on K(c) = c (Steffensen's idea: a fixed point that is nearly reached in one step), kept inside the
/// bracket and within a factor of ten of the last c, with the geometric mean of the bracket where the secant leaves it.
/// </remarks>
internal struct WeightSearch
{
    private const double Factor = 10;

    private readonly double _goal;
    private double _lastC;
    private double _lastEstimate;

    /// <param name="cleanMargin">M: how far the clean image is from the target class, above 0.</param>
    /// <param name="tolerance">Margins from 0 to this fraction of M are good enough.</param>
    public WeightSearch(double cleanMargin, double tolerance)
    {
        CleanMargin = cleanMargin;
        AcceptedMargin = tolerance * cleanMargin;
        _goal = Ratio(AcceptedMargin / 2);
        (Success, Failure) = (0, double.PositiveInfinity);
    }

    /// <summary>M.</summary>
    public double CleanMargin { get; }

    /// <summary>The largest c seen to succeed; 0 for none.</summary>
    public double Success { get; private set; }

    /// <summary>The smallest c seen to fail; infinite for none.</summary>
    public double Failure { get; private set; }

    /// <summary>A margin from 0 to this ends the search.</summary>
    public double AcceptedMargin { get; }

    /// <summary>The bracket's width as a ratio; infinite while it is open.</summary>
    public readonly double Width => Success > 0 ? Failure / Success : double.PositiveInfinity;

    /// <summary>
    /// Takes the margin at the minimiser for <paramref name="c"/> and returns the c to try next: c itself where the margin points out of
    /// the bracket but is not certain, so that the minimiser is solved more closely before the bracket is halved.
    /// </summary>
    /// <param name="c">Above 0.</param>
    /// <param name="margin">At the minimiser, or near it.</param>
    /// <param name="certain">The margin's sign is the minimiser's, so that it may move the bracket.</param>
    public double Next(double c, double margin, bool certain)
    {
        if (certain && margin > 0)
        {
            Success = Math.Max(Success, c);
        }
        else if (certain)
        {
            Failure = Math.Min(Failure, c);
        }

        var estimate = c * Ratio(margin);
        var slope = _lastC > 0 && _lastC != c ? Math.Clamp((estimate - _lastEstimate) / (c - _lastC), -1, 0.75) : 0;
        (_lastC, _lastEstimate) = (c, estimate);

        var next = (estimate - slope * c) / (_goal - slope);
        next = Math.Clamp(next, c / Factor, c * Factor);
        if (next > Success && next < Failure)
        {
            return next;
        }
        return certain ? Inside(c) : c;
    }

    private readonly double Inside(double c)
    {
        if (Success > 0 && double.IsFinite(Failure))
        {
            return Math.Sqrt(Success * Failure);
        }
        return Success > 0 ? c * 2 : c / 2;
    }

    /// <summary>The linear model's c* / c.</summary>
    private readonly double Ratio(double margin)
    {
        var gained = Math.Max((margin + CleanMargin) / CleanMargin, 1e-3);
        return gained * (1 + VectorMath.Exp((float)Math.Min(margin, 50))) / 2;
    }
}
