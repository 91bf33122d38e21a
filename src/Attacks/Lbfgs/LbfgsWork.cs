using Experiments.Networks;

namespace Experiments.Attacks;

/// <summary>What the lanes of one run share: the queue of examples, the output and the progress.</summary>
internal sealed class LbfgsWork
{
    private readonly IProgress<AttackProgress>? _progress;
    private int _taken;
    private int _done;

    public LbfgsWork(LbfgsOptions options, AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress)
    {
        (Options, Input, Output, _progress) = (options, input, output, progress);
        Source = input.Source!;
    }

    public LbfgsOptions Options { get; }

    public AttackInput Input { get; }

    public AttackOutput Output { get; }

    public IGradientSource Source { get; }

    /// <summary>The next row that nobody works on yet.</summary>
    public bool TryTake(out int row)
    {
        row = Interlocked.Increment(ref _taken) - 1;
        return row < Output.Count;
    }

    public AttackGoal ChooseGoal(int row, ReadOnlySpan<float> logits)
    {
        var (image, draw) = (row / Output.Draws, row % Output.Draws);
        return GoalChoice.Choose(Options.Target, Input.Labels.Span[image], draw, Input.Seed, Input.Positions.Span[image], logits);
    }

    public void Finish(LbfgsExample example)
    {
        Output.Trace(example.Row) = example.Trace;
        var done = Interlocked.Increment(ref _done);
        _progress?.Report(new AttackProgress(done, Output.Count));
    }
}
