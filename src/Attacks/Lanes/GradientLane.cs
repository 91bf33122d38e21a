using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>A number of rows worked on together: each round gathers what every live one asks for in one batch of the source model. A row
/// that is done makes room for the next, so the batches stay full until the end.</summary>
internal sealed class GradientLane : IDisposable
{
    private readonly LaneWork _work;
    private readonly RowSearch[] _searches;
    private readonly IGradientPass _pass;
    private readonly int _length;
    private readonly int _classCount;
    private readonly float[] _x;
    private readonly float[] _gradient;
    private readonly float[] _logits;
    private readonly float[] _logitGradient;
    private int _live;

    public GradientLane(LaneWork work, RowSearch[] searches)
    {
        (_work, _searches) = (work, searches);
        (_length, _classCount) = (work.Input.Length, work.Input.Source!.ClassCount);
        _pass = work.Input.Source.OpenPass(searches.Length);
        (_x, _gradient) = (new float[searches.Length * _length], new float[searches.Length * _length]);
        (_logits, _logitGradient) = (new float[searches.Length * _classCount], new float[searches.Length * _classCount]);
    }

    /// <summary>Works until no row is left.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        while (_live < _searches.Length && Refill(_live))
        {
            _live++;
        }

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
        var read = false;
        for (var i = 0; i < _live; i++)
        {
            var search = _searches[i];
            search.Trace.Goal ??= _work.ChooseGoal(search.Row, Logits(i));
            search.Differentiate(Logits(i), _logitGradient.AsSpan(i * _classCount, _classCount));
            read |= search.ReadsGradient;
        }

        if (read)
        {
            _pass.InputGradient(_logitGradient.AsSpan(0, _live * _classCount), _gradient.AsSpan(0, _live * _length));
        }
    }

    private void Advance()
    {
        for (var i = _live - 1; i >= 0; i--)
        {
            if (IsFinite(i) && Advance(i))
            {
                continue;
            }

            _work.Finish(_searches[i]);
            if (!Refill(i))
            {
                Remove(i);
            }
        }
    }

    private bool Advance(int i) => _searches[i].Advance(new RowState
    {
        X0 = Clean(_searches[i]),
        X = X(i),
        Logits = Logits(i),
        Gradient = _gradient.AsSpan(i * _length, _length),
        Kept = _work.Output.Image(_searches[i].Row),
    });

    /// <summary>Whether the source has an answer: from what is no number no step follows, and the row ends with what it has
    /// kept.</summary>
    private bool IsFinite(int i) =>
        Finite.All(Logits(i)) && (!_searches[i].ReadsGradient || Finite.All(_gradient.AsSpan(i * _length, _length)));

    /// <summary>A row starts at its clean image, which is kept until the search keeps another.</summary>
    private bool Refill(int i)
    {
        if (!_work.TryTake(out var row))
        {
            return false;
        }

        _searches[i].Begin(_work.Input, _work.Output, row);
        Clean(_searches[i]).CopyTo(X(i));
        X(i).CopyTo(_work.Output.Image(row));
        return true;
    }

    /// <summary>Fills the gap with the last live row, which this round has advanced already.</summary>
    private void Remove(int i)
    {
        _live--;
        (_searches[i], _searches[_live]) = (_searches[_live], _searches[i]);
        X(_live).CopyTo(X(i));
    }

    private ReadOnlySpan<float> Clean(RowSearch search) => _work.Input.Image(_work.Output.Place(search.Row).Image);

    private Span<float> X(int i) => _x.AsSpan(i * _length, _length);

    private ReadOnlySpan<float> Logits(int i) => _logits.AsSpan(i * _classCount, _classCount);
}
