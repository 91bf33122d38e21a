using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>An attack that searches each row by gradients of the source, many rows in one batch.</summary>
/// <typeparam name="TOptions">The record that a study's options are read into.</typeparam>
/// <param name="type">The catalogue's entry.</param>
/// <param name="options">In range.</param>
/// <param name="target">What images are driven towards.</param>
/// <param name="levels">Values that a pixel may have, for a <see cref="GridSearch"/> behind each search; null where any will do, or where
/// the search sees to it.</param>
public abstract class GradientAttack<TOptions>(AttackType type, TOptions options, TargetChoice target, int? levels = null)
    : Attack<TOptions>(type, options)
    where TOptions : AttackOptions
{
    /// <summary>1, or one per wrong class.</summary>
    public sealed override int DrawsPerImage(AttackInput input) => GoalChoice.PerImage(target, input.Source!.ClassCount);

    /// <inheritdoc/>
    public sealed override void Craft(
        AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        var work = new LaneWork(input, output, target, progress);
        input.Threads.For(input.Threads.Threads, 1, new LaneBody(this, work, cancellationToken));
    }

    /// <summary>The search that works on one row at a time.</summary>
    /// <param name="length">Pixels of an image.</param>
    protected abstract RowSearch OpenSearch(int length);

    private RowSearch OpenRow(int length)
    {
        var search = OpenSearch(length);
        return levels is { } count ? new GridSearch(search, count, length) : search;
    }

    /// <summary>One lane per thread: their passes need not wait for each other.</summary>
    private readonly struct LaneBody(GradientAttack<TOptions> attack, LaneWork work, CancellationToken cancellationToken) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var searches = new RowSearch[Math.Min(work.Input.Slots, work.Output.Count)];
            for (var i = 0; i < searches.Length; i++)
            {
                searches[i] = attack.OpenRow(work.Input.Length);
            }

            using var lane = new GradientLane(work, searches);
            lane.Run(cancellationToken);
        }
    }
}
