namespace Experiments.Attacks;

/// <summary>A control: one row after the other. It asks no source; where it starts from images that were made on one, it wants of it what
/// their attack wanted.</summary>
/// <typeparam name="TOptions">The record that a study's options are read into.</typeparam>
public abstract class ControlAttack<TOptions>(AttackType type, TOptions options) : Attack<TOptions>(type, options)
    where TOptions : AttackOptions
{
    /// <inheritdoc/>
    public sealed override void Craft(
        AttackInput input, AttackOutput output, IProgress<AttackProgress>? progress, CancellationToken cancellationToken)
    {
        for (var row = 0; row < output.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (image, draw) = output.Place(row);
            Perturb(input, image, draw, output.Image(row));
            if (input.Source is not null)
            {
                output.Trace(row).Goal = input.BaseGoal(image, draw * input.BaseDraws / output.Draws);
            }
        }

        progress?.Report(new AttackProgress(output.Count, output.Count));
    }

    /// <summary>Writes one perturbed image, [length].</summary>
    protected abstract void Perturb(AttackInput input, int image, int draw, Span<float> x);
}
