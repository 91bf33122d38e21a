namespace Experiments.Attacks;

/// <summary>What the lanes of one run share.</summary>
internal sealed class PgdWork(
    PgdOptions options, AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
{
    private int _done;

    public PgdOptions Options => options;

    public AttackInput Input => input;

    public AttackOutput Output => output;

    public CancellationToken CancellationToken => cancellationToken;

    public void Finish(int rows) => progress?.Report(new AttackProgress(Interlocked.Add(ref _done, rows), output.Count));
}
