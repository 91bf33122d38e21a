using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Projected descent for one row whose image is one of a grid within the budget. The iterate moves freely, so that steps shorter
/// than the grid's are not lost; the source is asked about its rounded image, whose gradient the next step follows. Kept is the last
/// rounded image that reached the goal, or the last one where none did.</summary>
internal sealed class GridDescentSearch : RowSearch
{
    private readonly FixedBudgetOptions _options;
    private readonly StepDirection? _direction;
    private readonly NormBall _ball;
    private readonly BallGrid _grid;
    private readonly float[] _iterate;
    private CounterRandom _random;
    private bool _isAtStart;
    private bool _hasReached;

    public GridDescentSearch(FixedBudgetOptions options, int levels, int length, StepDirection? direction)
    {
        (_options, _direction) = (options, direction);
        _ball = new NormBall(options.Norm, options.Epsilon, options.StepSize, length);
        _grid = new BallGrid(levels, _ball, length);
        _iterate = new float[length];
    }

    /// <summary>A random start needs the goal alone, and the last image the verdict alone.</summary>
    public override bool ReadsGradient => !(_isAtStart && _options.RandomStart) && Trace.Iterations < _options.Steps;

    /// <summary>A step has its own length, whatever the gradient's.</summary>
    public override void Differentiate(ReadOnlySpan<float> logits, Span<float> logitGradient) =>
        Trace.Goal!.Direction(logits, logitGradient);

    public override bool Advance(in RowState row)
    {
        if (_isAtStart)
        {
            _isAtStart = false;
            row.X.CopyTo(_iterate);
            if (_options.RandomStart)
            {
                _ball.MoveToRandomPoint(row.X0, _iterate, _random);
                return _grid.TryRound(row.X0, _iterate, row.X);
            }
        }
        else
        {
            Keep(row);
        }

        if (Trace.Iterations == _options.Steps)
        {
            return false;
        }

        _direction?.Turn(row.Gradient);
        _ball.Descend(row.X0, _iterate, row.Gradient);
        Trace.GradientEvaluations = ++Trace.Iterations;
        return _grid.TryRound(row.X0, _iterate, row.X);
    }

    protected override void Begin(AttackInput input, int image, int draw)
    {
        (_isAtStart, _hasReached) = (true, false);
        _random = input.Random(RandomPurpose.AttackStart, image, draw);
        _direction?.Begin();
    }

    private void Keep(in RowState row)
    {
        var reaches = Trace.Goal!.Margin(row.Logits) > 0;
        if (reaches || !_hasReached)
        {
            row.X.CopyTo(row.Kept);
        }

        _hasReached |= reaches;
    }
}
