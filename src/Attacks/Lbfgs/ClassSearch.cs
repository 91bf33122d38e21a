using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The search for the nearest image that reaches one goal. <see cref="BoxLbfgs"/> minimises c ||x - x0||^2 + loss(x) with c as its
/// weight and x0 as its centre; <see cref="WeightSearch"/> says which c comes next.</summary>
internal sealed class ClassSearch
{
    // A residual of at most this many times the margin, both as parts of the whole way from the clean image, is close enough to try another
    // c.
    private const double ResidualToMoveOn = 2;

    // At most this many times the margin, the residual leaves no doubt on which side of the boundary the minimiser is, and the bracket may
    // move.
    private const double ResidualOfNoDoubt = 0.5;
    private const double LargestResidual = 0.5;

    // A bracket of c this many distortion tolerances wide holds distortions that differ by less than one: c moves the distortion by a fifth
    // or less.
    private const double BracketPerTolerance = 5;

    private static readonly (double, double, double) NoValues = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);

    private readonly LbfgsOptions _options;
    private readonly BoxLbfgs _solver;
    private WeightSearch _search;
    private SharpenedLoss _loss;
    private double _cleanMargin;
    private double _rival;
    private bool _fresh;
    private (double Newest, double Before, double TwoBefore) _values;

    public ClassSearch(LbfgsOptions options, int length)
    {
        _options = options;
        _solver = new BoxLbfgs(length, options.History, lower: 0, upper: 1);
    }

    /// <summary>What the optimiser stands on, [length].</summary>
    public ReadOnlySpan<float> X => _solver.X;

    /// <summary>Where the gradient of the loss is wanted next, [length].</summary>
    public ReadOnlySpan<float> Trial => _solver.Trial;

    /// <summary>c.</summary>
    public double Weight => _solver.Weight;

    /// <summary>||x - x0||^2.</summary>
    public double SquaredDistance => _solver.SquaredDistance;

    /// <inheritdoc cref="BoxLbfgs.ProjectedGradientNorm"/>
    public double ProjectedGradientNorm => _solver.ProjectedGradientNorm;

    /// <summary>Steps since <see cref="Begin"/>.</summary>
    public int Iterations => _solver.Iterations;

    /// <summary>Gradients since <see cref="Begin"/>.</summary>
    public int GradientEvaluations { get; private set; }

    /// <summary>Forgets the goal before.</summary>
    /// <param name="goal">Wanted.</param>
    /// <param name="cleanLogits">[k].</param>
    /// <param name="cleanMargin">Of the clean image, below 0, in the units of the logits.</param>
    /// <param name="rival">||x - x0||^2 of another goal's image, which this search is to beat; infinite for none.</param>
    public void Begin(AttackGoal goal, ReadOnlySpan<float> cleanLogits, double cleanMargin, double rival)
    {
        (_loss, _rival) = (new SharpenedLoss(goal, cleanLogits), rival);
        (_cleanMargin, _fresh, _values, GradientEvaluations) = (InUnitsOfLoss(-cleanMargin), true, NoValues, 0);
    }

    /// <summary>Puts the optimiser at its first <see cref="Trial"/>.</summary>
    /// <param name="x0">The clean image, [length].</param>
    /// <param name="start">x0, or an image that reaches the goal.</param>
    public void Place(ReadOnlySpan<float> x0, ReadOnlySpan<float> start)
    {
        _solver.Weight = 0;
        _solver.Start(x0, start);
    }

    /// <summary>A margin of logits times what the loss multiplies them by.</summary>
    public double InUnitsOfLoss(double margin) => _loss.Sharpness * margin;

    /// <inheritdoc cref="RowSearch.Differentiate"/>
    public void Differentiate(ReadOnlySpan<float> logits, Span<float> logitGradient) => _loss.Evaluate(logits, logitGradient);

    /// <summary>Takes the gradient at <see cref="Trial"/>, [length]; whether the optimiser stands there now.</summary>
    public LbfgsStep Take(ReadOnlySpan<float> gradient)
    {
        GradientEvaluations++;
        return _solver.Advance(_loss.Value, gradient);
    }

    /// <summary>Makes the next trial.</summary>
    /// <param name="step">What <see cref="Take"/> said.</param>
    /// <param name="margin">At the place last taken, in the units of the logits.</param>
    /// <returns>False where there is nothing to gain: the nearest image is found, or it is farther than the rival.</returns>
    public bool Continue(LbfgsStep step, double margin)
    {
        if (_fresh)
        {
            _fresh = false;
            return Open();
        }
        if (step == LbfgsStep.Shortened)
        {
            return true;
        }

        _values = (_solver.Value, _values.Newest, _values.Before);
        return Continue(InUnitsOfLoss(margin), step == LbfgsStep.Stalled);
    }

    /// <summary>The first c and trial: from the clean image the c for which a linear loss would reach the boundary, half of the step
    /// -g / 2c covering the margin, or where that is farther than the rival the c that would reach as far; from a success the c for which
    /// it would stay.</summary>
    private bool Open()
    {
        var slope = _solver.ProjectedGradientNorm;
        _search = new WeightSearch(_cleanMargin, _options.DistortionTolerance);
        var fromSuccess = _solver.SquaredDistance > 0;
        _solver.Weight = fromSuccess
            ? slope / (2 * Math.Sqrt(_solver.SquaredDistance))
            : Math.Max(slope * slope / (4 * _cleanMargin), slope / (4 * Math.Sqrt(_rival)));
        if (!(_solver.Weight > 0) || !double.IsFinite(_solver.Weight))
        {
            return false;
        }

        if (fromSuccess)
        {
            _solver.Measure();
        }
        return _solver.Propose(fromSuccess ? 1 : 0.5);
    }

    private bool Continue(double margin, bool stalled)
    {
        var remoteness = Math.Abs(margin) / _search.CleanMargin;
        if (!stalled && !IsSolved(Math.Clamp(ResidualToMoveOn * remoteness, _options.GradientTolerance, LargestResidual)))
        {
            return _solver.Propose();
        }

        if (margin > 0 && margin <= _search.AcceptedMargin)
        {
            return false;
        }
        var certain = stalled || IsSolved(Math.Max(ResidualOfNoDoubt * remoteness, _options.GradientTolerance));
        if (certain && margin <= 0 && _solver.SquaredDistance >= _rival)
        {
            return false;
        }
        var c = _search.Next(_solver.Weight, margin, certain);
        if (_search.Width < 1 + BracketPerTolerance * _options.DistortionTolerance)
        {
            return false;
        }
        if (c != _solver.Weight)
        {
            MoveTo(c);
        }
        return _solver.Propose();
    }

    private void MoveTo(double c)
    {
        _solver.Weight = c;
        _solver.Measure();
        _values = NoValues;
    }

    /// <summary>Whether the objective is minimised to a residual relative to ||r||; or its last two steps gained no more than the step of
    /// such a residual would, 2 c ||residual||^2 / 2: where the source has kinks the residual need not vanish.</summary>
    private bool IsSolved(double residual)
    {
        var distance = _solver.SquaredDistance;
        return _solver.Residual * _solver.Residual <= residual * residual * distance
            || _values.TwoBefore - _values.Newest <= residual * residual * _solver.Weight * distance;
    }
}
