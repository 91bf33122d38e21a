using Experiments.Networks;

namespace Experiments.Attacks;

/// <summary>
/// A number of examples worked on together: each round gathers what every live one asks for in one batch of the source model. An example that is
/// done makes room for the next, so the batches stay full until the end.
/// </summary>
internal sealed class LbfgsLane : IDisposable
{
    private readonly LbfgsWork _work;
    private readonly LbfgsExample[] _examples;
    private readonly IGradientPass _pass;
    private readonly int _length;
    private readonly int _classCount;
    private readonly float[] _x;
    private readonly float[] _gradient;
    private readonly float[] _logits;
    private readonly float[] _logitGradient;
    private readonly float[] _losses;
    private int _live;

    public LbfgsLane(LbfgsWork work, int slots)
    {
        _work = work;
        (_length, _classCount) = (work.Input.Length, work.Source.ClassCount);
        _examples = new LbfgsExample[slots];
        for (var i = 0; i < slots; i++)
            _examples[i] = new LbfgsExample(work.Options, _length);
        _pass = work.Source.OpenPass(slots);
        (_x, _gradient) = (new float[slots * _length], new float[slots * _length]);
        (_logits, _logitGradient) = (new float[slots * _classCount], new float[slots * _classCount]);
        _losses = new float[slots];
    }

    /// <summary>Works until no example is left.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        while (_live < _examples.Length && Refill(_live))
            _live++;
        while (_live > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Evaluate();
            Advance();
        }
    }

    public void Dispose() => _pass.Dispose();

    private void Evaluate()
    {
        _pass.Forward(_x.AsSpan(0, _live * _length), _live, _logits.AsSpan(0, _live * _classCount));
        for (var i = 0; i < _live; i++)
        {
            var goal = _examples[i].Goal ??= _work.ChooseGoal(_examples[i].Row, Logits(i));
            _losses[i] = goal.Loss(Logits(i), _logitGradient.AsSpan(i * _classCount, _classCount));
        }

        _pass.InputGradient(_logitGradient.AsSpan(0, _live * _classCount), _gradient.AsSpan(0, _live * _length));
    }

    private void Advance()
    {
        for (var i = _live - 1; i >= 0; i--)
        {
            var example = _examples[i];
            if (example.Advance(Logits(i), _losses[i], _gradient.AsSpan(i * _length, _length), _work.Output.Image(example.Row)))
            {
                example.Request.CopyTo(_x.AsSpan(i * _length, _length));
                continue;
            }

            _work.Finish(example);
            if (!Refill(i))
                Remove(i);
        }
    }

    private bool Refill(int i)
    {
        if (!_work.TryTake(out var row))
            return false;
        _examples[i].Begin(row, _work.Input.Image(row / _work.Output.Draws));
        _examples[i].Request.CopyTo(_x.AsSpan(i * _length, _length));
        return true;
    }

    /// <summary>Fills the gap with the last live example, which this round has advanced already.</summary>
    private void Remove(int i)
    {
        _live--;
        (_examples[i], _examples[_live]) = (_examples[_live], _examples[i]);
        _x.AsSpan(_live * _length, _length).CopyTo(_x.AsSpan(i * _length, _length));
    }

    private ReadOnlySpan<float> Logits(int i) => _logits.AsSpan(i * _classCount, _classCount);
}
