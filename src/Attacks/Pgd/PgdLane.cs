using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>Some rows worked on together, a step at a time. A row's numbers are its own, whatever rows are beside it.</summary>
internal sealed class PgdLane : IDisposable
{
    private readonly PgdWork _work;
    private readonly PgdBall _ball;
    private readonly int _first;
    private readonly int _count;
    private readonly int _length;
    private readonly int _classCount;
    private readonly IGradientPass _pass;
    private readonly AttackGoal[] _goals;
    private readonly float[] _x;
    private readonly float[] _gradient;
    private readonly float[] _logits;
    private readonly float[] _logitGradient;

    public PgdLane(PgdWork work, int first, int count)
    {
        (_work, _first, _count) = (work, first, count);
        (_length, _classCount) = (work.Input.Length, work.Input.Source!.ClassCount);
        _ball = new PgdBall(work.Options, _length);
        _pass = work.Input.Source.OpenPass(count);
        _goals = new AttackGoal[count];
        (_x, _gradient) = (new float[count * _length], new float[count * _length]);
        (_logits, _logitGradient) = (new float[count * _classCount], new float[count * _classCount]);
    }

    public void Run()
    {
        Start();
        for (var step = 0; step < _work.Options.Steps; step++)
        {
            _work.CancellationToken.ThrowIfCancellationRequested();
            // The logits of the clean images are there already.
            if (step > 0 || _work.Options.RandomStart)
                _pass.Forward(_x, _count, _logits);
            Step();
        }

        for (var i = 0; i < _count; i++)
            X(i).CopyTo(_work.Output.Image(_first + i));
        _work.Finish(_count);
    }

    public void Dispose() => _pass.Dispose();

    /// <summary>Goals follow from the clean images; then each row goes where it starts from.</summary>
    private void Start()
    {
        for (var i = 0; i < _count; i++)
            Clean(i).CopyTo(X(i));
        _pass.Forward(_x, _count, _logits);
        for (var i = 0; i < _count; i++)
        {
            var (image, draw) = Place(i);
            var position = _work.Input.Positions.Span[image];
            _goals[i] = GoalChoice.Choose(_work.Options.Target, _work.Input.Labels.Span[image], draw, _work.Input.Seed, position, Logits(i));
            _work.Output.Trace(_first + i) = new AttackTrace { Goal = _goals[i], Iterations = _work.Options.Steps, GradientEvaluations = _work.Options.Steps };
            if (_work.Options.RandomStart)
                _ball.MoveToRandomPoint(Clean(i), X(i), new CounterRandom(_work.Input.Seed, RandomPurpose.AttackStart, (ulong)position << 32 | (uint)draw));
        }
    }

    private void Step()
    {
        for (var i = 0; i < _count; i++)
            _goals[i].Loss(Logits(i), _logitGradient.AsSpan(i * _classCount, _classCount));
        _pass.InputGradient(_logitGradient, _gradient);
        for (var i = 0; i < _count; i++)
            _ball.Descend(Clean(i), X(i), _gradient.AsSpan(i * _length, _length));
    }

    private (int Image, int Draw) Place(int i) => ((_first + i) / _work.Output.Draws, (_first + i) % _work.Output.Draws);

    private ReadOnlySpan<float> Clean(int i) => _work.Input.Image(Place(i).Image);

    private Span<float> X(int i) => _x.AsSpan(i * _length, _length);

    private ReadOnlySpan<float> Logits(int i) => _logits.AsSpan(i * _classCount, _classCount);
}
