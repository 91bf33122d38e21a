namespace Experiments.Attacks;

/// <summary>What the lanes of one run share: the queue of rows, their goals, the output and the progress.</summary>
internal sealed class LaneWork(AttackInput input, AttackOutput output, TargetChoice target, IProgress<AttackProgress>? progress)
{
    private readonly RowProgress _progress = new(progress, output.Count);
    private int _taken;

    public AttackInput Input => input;

    public AttackOutput Output => output;

    /// <summary>The next row that nobody works on yet.</summary>
    public bool TryTake(out int row)
    {
        row = Interlocked.Increment(ref _taken) - 1;
        return row < output.Count;
    }

    /// <param name="row">Of the output.</param>
    /// <param name="logits">[k], of its clean image.</param>
    public AttackGoal ChooseGoal(int row, ReadOnlySpan<float> logits)
    {
        var (image, draw) = output.Place(row);
        return GoalChoice.Choose(target, input.Labels.Span[image], draw, input.Seed, input.Positions.Span[image], logits);
    }

    public void Finish(RowSearch search)
    {
        output.Trace(search.Row) = search.Trace;
        _progress.Finish();
    }
}
