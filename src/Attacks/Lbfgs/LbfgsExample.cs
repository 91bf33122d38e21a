using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>
/// The attack on one image towards one goal as a state machine: asks for the loss gradient at <see cref="Request"/> and is told it by
/// <see cref="Advance"/>, until done. <see cref="BoxLbfgs"/> minimises c ||x - x0||^2 + loss(x) with c as its weight and x0 as its centre;
/// <see cref="WeightSearch"/> says which c comes next. One object serves one image after the other.
/// </summary>
internal sealed class LbfgsExample
{
    // A residual of at most this many times the margin, both as parts of the whole way from the clean image, is close enough to try another c.
    private const double ResidualToMoveOn = 2;

    // At most this many times the margin, the residual leaves no doubt on which side of the boundary the minimiser is, and the bracket may move.
    private const double ResidualOfNoDoubt = 0.5;
    private const double LargestResidual = 0.5;

    // A bracket of c this many distortion tolerances wide holds distortions that differ by less than one: c moves the distortion by a fifth or less.
    private const double BracketPerTolerance = 5;

    private static readonly (double, double, double) NoValues = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);

    private readonly LbfgsOptions _options;
    private readonly BoxLbfgs _solver;
    private WeightSearch _search;
    private double _keptDistance;
    private (double Newest, double Before, double TwoBefore) _values;
    private AttackTrace _trace;

    public LbfgsExample(LbfgsOptions options, int length)
    {
        _options = options;
        _solver = new BoxLbfgs(length, options.History, lower: 0, upper: 1);
    }

    /// <summary>The row of the output that it works on.</summary>
    public int Row { get; private set; }

    /// <summary>Null until it is told, which must be before the first <see cref="Advance"/>: it may depend on the logits of the clean image.</summary>
    public AttackGoal? Goal
    {
        get => _trace.Goal;
        set => _trace.Goal = value;
    }

    /// <summary>Where the gradient is wanted.</summary>
    public ReadOnlySpan<float> Request => _solver.Trial;

    public AttackTrace Trace => _trace;

    public void Begin(int row, ReadOnlySpan<float> x0)
    {
        Row = row;
        _trace = default;
        _keptDistance = double.PositiveInfinity;
        _values = NoValues;
        _solver.Weight = 0;
        _solver.Start(x0);
    }

    /// <summary>Takes logits, loss and loss gradient at <see cref="Request"/>.</summary>
    /// <param name="logits">[k].</param>
    /// <param name="loss">The goal's.</param>
    /// <param name="gradient">[length], of the loss.</param>
    /// <param name="kept">[length]: receives the image whenever a better one is found.</param>
    /// <returns>False when the example is done.</returns>
    public bool Advance(ReadOnlySpan<float> logits, float loss, ReadOnlySpan<float> gradient, Span<float> kept)
    {
        var first = _trace.GradientEvaluations++ == 0;
        var step = _solver.Advance(loss, gradient);
        if (step == LbfgsStep.Accepted)
            _trace.Iterations = _solver.Iterations;
        var margin = Goal!.Margin(logits);
        if (first)
            return StartSearch(margin, kept);

        var left = _trace.GradientEvaluations < _options.MaxGradientEvaluations;
        if (step == LbfgsStep.Shortened)
            return left;
        if (step == LbfgsStep.Accepted)
            Keep(margin, kept);
        _values = (_solver.Value, _values.Newest, _values.Before);
        return left && Continue(margin, step == LbfgsStep.Stalled);
    }

    private bool StartSearch(double margin, Span<float> kept)
    {
        _solver.X.CopyTo(kept);
        if (margin > 0)
            return false;

        // c for which a linear loss would reach the boundary: half of the step -g / 2c covers the margin.
        var cleanMargin = Math.Max(-margin, 1e-6);
        var slope = _solver.ProjectedGradientNorm;
        _search = new WeightSearch(cleanMargin, _options.DistortionTolerance);
        _solver.Weight = slope * slope / (4 * cleanMargin);
        return _solver.Weight > 0 && double.IsFinite(_solver.Weight) && _solver.Propose(0.5);
    }

    private bool Continue(double margin, bool stalled)
    {
        var remoteness = Math.Abs(margin) / _search.CleanMargin;
        if (!stalled && !IsSolved(Math.Clamp(ResidualToMoveOn * remoteness, _options.GradientTolerance, LargestResidual)))
            return _solver.Propose();

        if (margin > 0 && margin <= _search.AcceptedMargin)
            return false;
        var certain = stalled || IsSolved(Math.Max(ResidualOfNoDoubt * remoteness, _options.GradientTolerance));
        var c = _search.Next(_solver.Weight, margin, certain);
        if (_search.Width < 1 + BracketPerTolerance * _options.DistortionTolerance)
            return false;
        if (c != _solver.Weight)
            MoveTo(c);
        return _solver.Propose();
    }

    private void MoveTo(double c)
    {
        _solver.Weight = c;
        _solver.Measure();
        _values = NoValues;
    }

    /// <summary>
    /// Whether the objective is minimised to a residual relative to ||r||; or its last two steps gained no more than the step of such a residual would,
    /// 2 c ||residual||^2 / 2: where the source has kinks the residual need not vanish.
    /// </summary>
    private bool IsSolved(double residual)
    {
        var distance = _solver.SquaredDistance;
        return _solver.Residual * _solver.Residual <= residual * residual * distance
            || _values.TwoBefore - _values.Newest <= residual * residual * _solver.Weight * distance;
    }

    private void Keep(double margin, Span<float> kept)
    {
        if (!(margin > 0) || !(_solver.SquaredDistance < _keptDistance))
            return;

        _keptDistance = _solver.SquaredDistance;
        _solver.X.CopyTo(kept);
        _trace.C = _solver.Weight;
        _trace.ProjectedGradientNorm = _solver.ProjectedGradientNorm;
    }
}
