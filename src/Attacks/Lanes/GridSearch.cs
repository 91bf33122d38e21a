namespace Experiments.Attacks;

/// <summary>A search whose image is one of a grid: what another search finds, and from there a <see cref="GridRay"/>. Kept is the nearest
/// image of the grid on the ray that reaches the goal, or the clean one.</summary>
internal sealed class GridSearch(RowSearch inner, int levels, int length) : RowSearch
{
    private readonly GridRay _ray = new(levels, length);
    private bool _isOnRay;

    /// <inheritdoc/>
    public override bool ReadsGradient => !_isOnRay && inner.ReadsGradient;

    /// <inheritdoc/>
    public override void Differentiate(ReadOnlySpan<float> logits, Span<float> logitGradient)
    {
        if (_isOnRay)
        {
            logitGradient.Clear();
            return;
        }

        inner.Trace.Goal = Trace.Goal;
        inner.Differentiate(logits, logitGradient);
    }

    /// <inheritdoc/>
    public override bool Advance(in RowState row)
    {
        if (_isOnRay)
        {
            return AdvanceOnRay(row);
        }

        var goesOn = inner.Advance(row);
        Trace = inner.Trace;
        if (goesOn)
        {
            return true;
        }

        _isOnRay = true;
        _ray.Begin(row.X0, row.Kept);
        row.X0.CopyTo(row.Kept);
        (Trace.C, Trace.ProjectedGradientNorm) = (null, null);
        _ray.Write(row.X0, row.X);
        return true;
    }

    /// <inheritdoc/>
    protected override void Begin(AttackInput input, int image, int draw)
    {
        _isOnRay = false;
        inner.Restart(input, image, draw);
    }

    private bool AdvanceOnRay(in RowState row)
    {
        var reached = Trace.Goal!.Margin(row.Logits) > 0;
        if (reached)
        {
            row.X.CopyTo(row.Kept);
            (Trace.C, Trace.ProjectedGradientNorm) = (inner.Trace.C, inner.Trace.ProjectedGradientNorm);
        }

        var goesOn = _ray.Continue(reached);
        _ray.Write(row.X0, row.X);
        return goesOn;
    }
}
