using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Projected descent of the cross-entropy towards the goal for one row: untargeted, ascent of the true class's.</summary>
internal sealed class DescentSearch(FixedBudgetOptions options, int length, StepDirection? direction) : RowSearch
{
    private readonly NormBall _ball = new(options.Norm, options.Epsilon, options.StepSize, length);
    private CounterRandom _random;
    private bool _isAtStart;

    /// <summary>A random start needs the goal alone, which follows from the logits of the clean image.</summary>
    public override bool ReadsGradient => !_isAtStart;

    /// <summary>A step has its own length, whatever the gradient's.</summary>
    public override void Differentiate(ReadOnlySpan<float> logits, Span<float> logitGradient) =>
        Trace.Goal!.Direction(logits, logitGradient);

    public override bool Advance(in RowState row)
    {
        if (_isAtStart)
        {
            _isAtStart = false;
            _ball.MoveToRandomPoint(row.X0, row.X, _random);
            return true;
        }

        row.X.CopyTo(row.Kept);
        direction?.Turn(row.Gradient);
        _ball.Descend(row.X0, row.X, row.Gradient);
        Trace.GradientEvaluations = ++Trace.Iterations;
        if (Trace.Iterations < options.Steps)
        {
            return true;
        }

        row.X.CopyTo(row.Kept);
        return false;
    }

    protected override void Begin(AttackInput input, int image, int draw)
    {
        _isAtStart = options.RandomStart;
        _random = input.Random(RandomPurpose.AttackStart, image, draw);
        direction?.Begin();
    }
}
