namespace Experiments.Numerics;

/// <summary>
/// Limited-memory BFGS in a box, as a state machine: minimises h(x) + weight * ||x - centre||^2 over lower &lt;= x_i &lt;= upper for any
/// smooth h whose value and gradient the caller supplies at <see cref="Trial"/>. So the caller can gather the gradients of many problems in
/// one batch, and can change <see cref="Weight"/> between steps: curvature is remembered for h alone and stays valid.
/// </summary>
/// <remarks>
/// Projected quasi-Newton steps: D. P. Bertsekas, "Projected Newton methods for optimization problems with simple constraints", 1982, SIAM
/// J. Control Optim. 20(2), with the inverse Hessian of the free variables from J. Nocedal, "Updating quasi-Newton matrices with limited
/// storage", 1980, Math. Comp. 35, restricted to them, and an Armijo search along the projected path. Differs from R. H. Byrd et al., "A
/// limited memory algorithm for bound constrained optimization" (L-BFGS-B), 1995: no generalised Cauchy point; the active set is what
/// blocks the gradient at x. Finds a point that meets the first-order conditions, which need not be the global minimum. Nothing is
/// allocated after construction.
/// </remarks>
public sealed class BoxLbfgs
{
    private const double SufficientDecrease = 1e-4;
    private const double LeastCurvature = 0.2;
    private const double RelativeValueNoise = 1e-6;
    private const int MaxShortenings = 20;

    private enum Slot { Centre, X, Gradient, Trial, TrialGradient, Free, Direction, History }

    private readonly AlignedFloats _block;
    private readonly int _stride;
    private readonly int _history;
    private readonly float _lower;
    private readonly float _upper;
    private readonly double[] _alpha;
    private readonly double[] _curvature;
    private readonly double[] _shift;
    private int _newest;
    private int _pairs;
    private bool _started;
    private double _h;
    private double _distance;
    private double _step;
    private double _scale;
    private double _slope;
    private double _trialDistance;
    private int _shortenings;

    /// <param name="length">Number of variables, at least 1.</param>
    /// <param name="history">Steps remembered, at least 1.</param>
    /// <param name="lower">Bound of every variable.</param>
    /// <param name="upper">Bound of every variable, above <paramref name="lower"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of its range.</exception>
    public BoxLbfgs(int length, int history, float lower, float upper)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(history, 1);
        if (!(upper > lower) || !float.IsFinite(lower) || !float.IsFinite(upper))
        {
            throw new ArgumentOutOfRangeException(
                nameof(upper), upper, $"upper is {upper}; it must be finite and above lower, which is {lower}.");
        }

        Length = length;
        (_history, _lower, _upper) = (history, lower, upper);
        _stride = (length + LbfgsKernels.Lanes - 1) / LbfgsKernels.Lanes * LbfgsKernels.Lanes;
        _block = new AlignedFloats(checked(_stride * ((int)Slot.History + 2 * history)));
        (_alpha, _curvature, _shift) = (new double[history], new double[history], new double[history]);
    }

    /// <summary>Number of variables.</summary>
    public int Length { get; }

    /// <summary>The weight of ||x - centre||^2, at least 0. Changing it keeps the point and the curvature of h.</summary>
    public double Weight { get; set; }

    /// <summary>The current point; meaningful after the first accepted trial.</summary>
    public ReadOnlySpan<float> X => Vector(Slot.X)[..Length];

    /// <summary>Where h is wanted next.</summary>
    public ReadOnlySpan<float> Trial => Vector(Slot.Trial)[..Length];

    /// <summary>||x - centre||^2.</summary>
    public double SquaredDistance => _distance;

    /// <summary>The objective at x.</summary>
    public double Value => _h + Weight * _distance;

    /// <summary>Euclidean norm of the objective's gradient at x over the variables that no bound keeps from moving against it; 0 at a
    /// solution.</summary>
    public double ProjectedGradientNorm { get; private set; }

    /// <summary>||P(x - g / (2 weight)) - x||: the length of a step that would be exact were h linear. 0 at a solution; meaningless for
    /// weight 0.</summary>
    public double Residual { get; private set; }

    /// <summary>Steps taken since <see cref="Start(ReadOnlySpan{float})"/>.</summary>
    public int Iterations { get; private set; }

    /// <summary>Begins a new problem at its centre, clipped to the box; <see cref="Trial"/> is that point. Forgets all curvature.</summary>
    /// <exception cref="ArgumentException">The length differs from <see cref="Length"/>.</exception>
    public void Start(ReadOnlySpan<float> centre) => Start(centre, centre);

    /// <summary>Begins a new problem at a point, clipped to the box; <see cref="Trial"/> is that point. Forgets all curvature.</summary>
    /// <exception cref="ArgumentException">A length differs from <see cref="Length"/>.</exception>
    public void Start(ReadOnlySpan<float> centre, ReadOnlySpan<float> point)
    {
        if (centre.Length != Length)
        {
            throw new ArgumentException($"centre has {centre.Length} variables; it must have {Length}.", nameof(centre));
        }
        if (point.Length != Length)
        {
            throw new ArgumentException($"point has {point.Length} variables; it must have {Length}.", nameof(point));
        }

        var stored = Vector(Slot.Centre);
        var trial = Vector(Slot.Trial);
        stored.Fill(_lower);
        trial.Fill(_lower);
        centre.CopyTo(stored);
        for (var i = 0; i < point.Length; i++)
        {
            trial[i] = Math.Clamp(point[i], _lower, _upper);
        }
        (_pairs, _newest, _started, _scale, Iterations) = (0, 0, false, 0, 0);
        _trialDistance = SquaredDistanceOfTrial();
    }

    /// <summary>Takes h and its gradient at <see cref="Trial"/>.</summary>
    /// <param name="value">h.</param>
    /// <param name="gradient">[length].</param>
    /// <returns>
    /// <see cref="LbfgsStep.Accepted"/>: the trial is now x; ask for the next with <see cref="Propose"/>.
    /// <see cref="LbfgsStep.Shortened"/>: it did not lower the objective enough; <see cref="Trial"/> is a shorter step.
    /// <see cref="LbfgsStep.Stalled"/>: no shorter step is left; x is as before.
    /// </returns>
    public LbfgsStep Advance(double value, ReadOnlySpan<float> gradient)
    {
        var trialGradient = Vector(Slot.TrialGradient);
        gradient.CopyTo(trialGradient);
        if (!_started)
        {
            Vector(Slot.Trial).CopyTo(Vector(Slot.X));
            trialGradient.CopyTo(Vector(Slot.Gradient));
            _started = true;
        }
        else
        {
            var before = Value;
            var after = value + Weight * _trialDistance;
            var noise = RelativeValueNoise * (Math.Abs(value) + Weight * _trialDistance);
            if (!(after <= before + SufficientDecrease * _slope + noise))
            {
                return Shorten(before, after);
            }

            _newest = (_newest + 1) % _history;
            _pairs = Math.Min(_pairs + 1, _history);
            LbfgsKernels.Accept(Vector(Slot.X), Vector(Slot.Gradient), Vector(Slot.Trial), trialGradient, Step(_newest), Change(_newest));
            Iterations++;
        }

        (_h, _distance) = (value, _trialDistance);
        Measure();
        return LbfgsStep.Accepted;
    }

    /// <summary>Recomputes <see cref="ProjectedGradientNorm"/> and <see cref="Residual"/>; needed after <see cref="Weight"/>
    /// changed.</summary>
    public void Measure()
    {
        var (gradient, residual) = LbfgsKernels.Project(
            Vector(Slot.X), Vector(Slot.Centre), Vector(Slot.Gradient), (float)(2 * Weight), _lower, _upper, Vector(Slot.Free),
            Vector(Slot.Direction));
        ProjectedGradientNorm = Math.Sqrt(gradient);
        Residual = Math.Sqrt(residual);
    }

    /// <summary>Makes the next trial from the quasi-Newton direction at x. <see cref="Measure"/> comes first if <see cref="Weight"/>
    /// changed.</summary>
    /// <param name="step">The first step to try, in units of the quasi-Newton step.</param>
    /// <returns>False when no direction lowers the objective: x is a solution to working precision.</returns>
    public bool Propose(double step = 1)
    {
        _shortenings = 0;
        Recursion();
        return MakeDescendingTrial(step) || (_pairs > 0 && Restart());
    }

    /// <summary>Direction = H q over the free variables, by the two-loop recursion over the pairs that curve up.</summary>
    private void Recursion()
    {
        var q = Vector(Slot.Direction);
        var free = Vector(Slot.Free);
        var products = _pairs > 0 ? LbfgsKernels.Products(q, Step(_newest), Change(_newest), free) : default;
        var scale = InitialScale(products);
        for (var back = 0; back < _pairs; back++)
        {
            var at = Pair(back);
            _shift[at] = Shift(products);
            _curvature[at] = products.StepChange + _shift[at] * products.StepStep;
            // A step that lay in variables now blocked, or along which the objective does not curve up, says nothing: its alpha and beta
            // are 0.
            if (!(_curvature[at] > 1e-10 * products.StepStep))
            {
                _curvature[at] = double.PositiveInfinity;
            }
            _alpha[at] = products.StepVector / _curvature[at];
            if (back + 1 < _pairs)
            {
                products = LbfgsKernels.SubtractChangeThenProducts(
                    q, Step(at), Change(at), free, (float)_alpha[at], (float)_shift[at], Step(Pair(back + 1)), Change(Pair(back + 1)));
            }
        }

        if (_pairs == 0)
        {
            LbfgsKernels.Scale(q, (float)scale);
        }
        else
        {
            SecondLoop(q, free, (float)scale);
        }
    }

    private void SecondLoop(Span<float> q, ReadOnlySpan<float> free, float scale)
    {
        var at = Pair(_pairs - 1);
        var product = LbfgsKernels.SubtractChangeThenScale(q, Step(at), Change(at), free, (float)_alpha[at], (float)_shift[at], scale);
        for (var back = _pairs - 1; back > 0; back--)
        {
            var next = Pair(back - 1);
            var factor = (float)(_alpha[at] - product / _curvature[at]);
            product = LbfgsKernels.AddStepThenDot(q, Step(at), free, factor, Step(next), Change(next), (float)_shift[next]);
            at = next;
        }

        LbfgsKernels.AddStep(q, Step(at), free, (float)(_alpha[at] - product / _curvature[at]));
    }

    /// <summary>
    /// The inverse curvature of directions that no pair has seen. Usual is s y / y y of the newest pair, which is too small where most
    /// directions have the quadratic term's curvature only; 1 / (2 weight) alone is too large where h curves up. Their geometric mean needs
    /// fewest evaluations.
    /// </summary>
    private double InitialScale(PairProducts newest)
    {
        var shift = Shift(newest);
        var curvature = newest.StepChange + shift * newest.StepStep;
        var change = newest.ChangeChange + 2 * shift * newest.StepChange + shift * shift * newest.StepStep;
        var seen = curvature > 0 && change > 0 ? curvature / change : 0;
        if (Weight > 0)
        {
            return seen > 0 ? Math.Sqrt(seen / (2 * Weight)) : 1 / (2 * Weight);
        }
        if (seen > 0)
        {
            _scale = seen;
        }
        return _scale > 0 ? _scale : 1 / Math.Max(ProjectedGradientNorm, float.Epsilon);
    }

    /// <summary>What s is multiplied by and added to the change of h's gradient: the quadratic term's 2 weight, or more where h bends down
    /// so much that less than a fraction of that curvature would be left.</summary>
    private double Shift(PairProducts pair) =>
        pair.StepStep > 0 ? Math.Max(2 * Weight, LeastCurvature * 2 * Weight - pair.StepChange / pair.StepStep) : 0;

    /// <summary>Where the pair is kept that is so many steps older than the newest.</summary>
    private int Pair(int back) => (_newest - back + _history) % _history;

    private bool MakeDescendingTrial(double step)
    {
        _step = step;
        for (var tries = 0; tries < 8; tries++)
        {
            MakeTrial();
            if (_slope < 0)
            {
                return true;
            }
            _step *= 0.25;
        }

        return false;
    }

    /// <summary>Forgets the curvature, which misled, and goes along the projected gradient.</summary>
    private bool Restart()
    {
        (_pairs, _shortenings, _scale) = (0, 0, 0);
        Measure();
        Recursion();
        return MakeDescendingTrial(1);
    }

    private LbfgsStep Shorten(double before, double after)
    {
        if (++_shortenings > MaxShortenings)
        {
            return _pairs > 0 && Restart() ? LbfgsStep.Shortened : LbfgsStep.Stalled;
        }

        var rise = after - before - _slope;
        var minimiser = rise > 0 ? -_slope / (2 * rise) : 0.1;
        _step *= Math.Clamp(minimiser, 0.1, 0.5);
        MakeTrial();
        return _slope < 0 ? LbfgsStep.Shortened : LbfgsStep.Stalled;
    }

    private void MakeTrial() =>
        (_slope, _trialDistance) = LbfgsKernels.Trial(
            Vector(Slot.X), Vector(Slot.Centre), Vector(Slot.Gradient), Vector(Slot.Direction), (float)(2 * Weight), (float)_step, _lower,
            _upper, Vector(Slot.Trial));

    private double SquaredDistanceOfTrial()
    {
        var sum = 0.0;
        var centre = Vector(Slot.Centre);
        var trial = Vector(Slot.Trial);
        for (var i = 0; i < Length; i++)
        {
            sum += (trial[i] - centre[i]) * (trial[i] - centre[i]);
        }
        return sum;
    }

    private Span<float> Vector(Slot slot) => _block.Slice((int)slot * _stride, _stride);

    private Span<float> Step(int pair) => _block.Slice(((int)Slot.History + 2 * pair) * _stride, _stride);

    private Span<float> Change(int pair) => _block.Slice(((int)Slot.History + 2 * pair + 1) * _stride, _stride);
}
