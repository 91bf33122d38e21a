namespace Experiments.Attacks;

/// <summary>Counts the rows that the threads of a run have finished.</summary>
internal sealed class RowProgress(IProgress<AttackProgress>? progress, int total)
{
    private int _done;

    public void Finish() => progress?.Report(new AttackProgress(Interlocked.Increment(ref _done), total));
}
