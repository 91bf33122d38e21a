using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The attack on one image: a <see cref="ClassSearch"/> towards its goal, helped by <see cref="FirstSuccess"/> where that finds
/// nothing soon. Where any wrong class will do, further ones towards the classes that the source finds likeliest next there: a search
/// settles in the basin of one class, and another may be nearer. Kept is the nearest success of all.</summary>
internal sealed class LbfgsSearch : RowSearch
{
    // So many classes beside that in which the first search ended.
    private const int FurtherClasses = 3;

    // Gradients without a success after which one is looked for more cheaply; most searches have theirs within ten.
    private const int Patience = 24;

    private readonly LbfgsOptions _options;
    private readonly ClassSearch _search;
    private readonly FirstSuccess _walk;
    private float[] _cleanLogits = [];
    private float[] _keptLogits = [];
    private float[] _rivals = [];
    private bool[] _tried = [];
    private AttackGoal _goal = null!;
    private bool _tied;
    private bool _ended;
    private bool _walking;
    private bool _walked;
    private int _further;
    private int _iterations;
    private double _keptDistance;

    public LbfgsSearch(LbfgsOptions options, int length) =>
        (_options, _search, _walk) = (options, new ClassSearch(options, length), new FirstSuccess(length));

    public override void Differentiate(ReadOnlySpan<float> logits, Span<float> logitGradient)
    {
        if (Trace.GradientEvaluations == 0)
        {
            Meet(logits);
        }
        _search.Differentiate(logits, logitGradient);
    }

    public override bool Advance(in RowState row)
    {
        if (Trace.GradientEvaluations++ == 0)
        {
            if (Trace.Goal!.IsReachedBy(Reduction.MaxIndex(row.Logits)))
            {
                return false;
            }
            _search.Place(row.X0, row.X0);
        }

        var goesOn = _walking ? Walk(row) : Solve(row);
        return goesOn && Trace.GradientEvaluations < _options.MaxGradientEvaluations;
    }

    protected override void Begin(AttackInput input, int image, int draw)
    {
        (_ended, _walking, _walked) = (false, false, false);
        (_further, _iterations, _keptDistance) = (0, 0, double.PositiveInfinity);
        _walk.Clear();
    }

    private void Meet(ReadOnlySpan<float> cleanLogits)
    {
        if (_tried.Length != cleanLogits.Length)
        {
            (_cleanLogits, _keptLogits) = (new float[cleanLogits.Length], new float[cleanLogits.Length]);
            (_rivals, _tried) = (new float[cleanLogits.Length], new bool[cleanLogits.Length]);
        }

        cleanLogits.CopyTo(_cleanLogits);
        Array.Clear(_tried);
        Aim(Trace.Goal!);
    }

    private void Aim(AttackGoal goal, double rival = double.PositiveInfinity)
    {
        (_goal, _ended) = (goal, false);
        _tied = Lead(goal, _cleanLogits) == 0;
        _search.Begin(goal, _cleanLogits, Margin(goal, _cleanLogits), rival);
    }

    private bool Solve(in RowState row)
    {
        var step = _search.Take(row.Gradient);
        if (step == LbfgsStep.Accepted)
        {
            Trace.Iterations = _iterations + _search.Iterations;
            if (Keep(row, _search.X, _search.SquaredDistance))
            {
                (Trace.C, Trace.ProjectedGradientNorm) = (_search.Weight, _search.ProjectedGradientNorm);
            }
        }

        // Two classes that still tie after a step have the same weights, and neither can be reached from the other.
        var hopeless = _tied && _search.SquaredDistance > 0 && Lead(_goal, row.Logits) == 0;
        _ended = hopeless || !_search.Continue(step, Margin(_goal, row.Logits));
        if (double.IsPositiveInfinity(_keptDistance) && !_walked && !hopeless && (_ended || _search.GradientEvaluations >= Patience))
        {
            _walking = _walked = true;
            row.X0.CopyTo(row.X);
            return true;
        }
        return GoOn(row);
    }

    private bool Walk(in RowState row)
    {
        if (Keep(row, row.X, Distortion.SquaredDistance(row.X0, row.X)))
        {
            (Trace.C, Trace.ProjectedGradientNorm) = (null, null);
        }
        if (_walk.Advance(row.X0, row.Gradient, _search.InUnitsOfLoss(Margin(Trace.Goal!, row.Logits)), row.X))
        {
            return true;
        }

        _walking = false;
        if (_walk.Found)
        {
            Aim(_goal);
            _search.Place(row.X0, row.X);
        }
        return GoOn(row);
    }

    /// <summary>To the next trial, or to the next class.</summary>
    private bool GoOn(in RowState row)
    {
        if (_ended)
        {
            if (NextClass() is not { } next)
            {
                return false;
            }
            _further++;
            _iterations = Trace.Iterations;
            Aim(new TargetClassGoal(next), _keptDistance);
            _search.Place(row.X0, row.X0);
        }

        _search.Trial.CopyTo(row.X);
        return true;
    }

    /// <summary>The likeliest class of the nearest success, or of the clean image where there is none, that was neither aimed at nor
    /// arrived in; null for no further one.</summary>
    private int? NextClass()
    {
        if (Trace.Goal!.TargetClass is not null || _further == FurtherClasses)
        {
            return null;
        }

        var logits = double.IsFinite(_keptDistance) ? _keptLogits : _cleanLogits;
        _tried[Reduction.MaxIndex(_cleanLogits)] = true;
        _tried[Reduction.MaxIndex(logits)] = true;
        var next = -1;
        for (var j = 0; j < _tried.Length; j++)
        {
            if (!_tried[j] && (next < 0 || logits[j] > logits[next]))
            {
                next = j;
            }
        }

        if (next < 0)
        {
            return null;
        }
        _tried[next] = true;
        return next;
    }

    /// <summary>The goal's margin without what it takes for another arithmetic to read the same.</summary>
    private double Margin(AttackGoal goal, ReadOnlySpan<float> logits) => Lead(goal, logits) - ReadingMargin.Of(logits);

    /// <summary>The goal's margin. A later class that has the target's logit at the clean image, as with equal weights, is no rival: of
    /// equal logits the first counts.</summary>
    private double Lead(AttackGoal goal, ReadOnlySpan<float> logits)
    {
        if (goal.TargetClass is not { } target || _cleanLogits.AsSpan(target + 1).IndexOf(_cleanLogits[target]) < 0)
        {
            return goal.Margin(logits);
        }

        logits.CopyTo(_rivals);
        for (var j = target + 1; j < _rivals.Length; j++)
        {
            _rivals[j] = _cleanLogits[j] == _cleanLogits[target] ? float.NegativeInfinity : _rivals[j];
        }
        return goal.Margin(_rivals);
    }

    private bool Keep(in RowState row, ReadOnlySpan<float> x, double squaredDistance)
    {
        if (!(squaredDistance < _keptDistance) || !(Margin(Trace.Goal!, row.Logits) > 0))
        {
            return false;
        }

        _keptDistance = squaredDistance;
        row.Logits.CopyTo(_keptLogits);
        x.CopyTo(row.Kept);
        return true;
    }
}
