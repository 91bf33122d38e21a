using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The attack on one image towards one goal. <see cref="BoxLbfgs"/> minimises c ||x - x0||^2 + loss(x) with c as its weight and x0
/// as its centre; <see cref="WeightSearch"/> says which c comes next.</summary>
internal sealed class LbfgsSearch : RowSearch
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
    private double _keptDistance;
    private (double Newest, double Before, double TwoBefore) _values;

    public LbfgsSearch(LbfgsOptions options, int length)
    {
        _options = options;
        _solver = new BoxLbfgs(length, options.History, lower: 0, upper: 1);
    }

    public override void Differentiate(ReadOnlySpan<float> logits, Span<float> logitGradient)
    {
        if (Trace.GradientEvaluations == 0)
        {
            _loss = new SharpenedLoss(Trace.Goal!, logits);
        }
        _loss.Evaluate(logits, logitGradient);
    }

    public override bool Advance(in RowState row)
    {
        var first = Trace.GradientEvaluations++ == 0;
        if (first)
        {
            _solver.Weight = 0;
            _solver.Start(row.X0);
        }

        var goesOn = Answer(row, first);
        _solver.Trial.CopyTo(row.X);
        return goesOn;
    }

    protected override void Begin(AttackInput input, int image, int draw)
    {
        _keptDistance = double.PositiveInfinity;
        _values = NoValues;
    }

    private bool Answer(in RowState row, bool first)
    {
        var step = _solver.Advance(_loss.Value, row.Gradient);
        if (step == LbfgsStep.Accepted)
        {
            Trace.Iterations = _solver.Iterations;
        }

        var margin = _loss.Margin(row.Logits);
        if (first)
        {
            return StartSearch(margin, row.Kept);
        }

        var left = Trace.GradientEvaluations < _options.MaxGradientEvaluations;
        if (step == LbfgsStep.Shortened)
        {
            return left;
        }

        if (step == LbfgsStep.Accepted)
        {
            Keep(margin, row.Kept);
        }

        _values = (_solver.Value, _values.Newest, _values.Before);
        return left && Continue(margin, step == LbfgsStep.Stalled);
    }

    private bool StartSearch(double margin, Span<float> kept)
    {
        _solver.X.CopyTo(kept);
        if (margin > 0)
        {
            return false;
        }

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
        {
            return _solver.Propose();
        }

        if (margin > 0 && margin <= _search.AcceptedMargin)
        {
            return false;
        }
        var certain = stalled || IsSolved(Math.Max(ResidualOfNoDoubt * remoteness, _options.GradientTolerance));
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

    private void Keep(double margin, Span<float> kept)
    {
        if (!(margin > 0) || !(_solver.SquaredDistance < _keptDistance))
        {
            return;
        }

        _keptDistance = _solver.SquaredDistance;
        _solver.X.CopyTo(kept);
        Trace.C = _solver.Weight;
        Trace.ProjectedGradientNorm = _solver.ProjectedGradientNorm;
    }
}
