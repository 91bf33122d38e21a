namespace Experiments.Attacks;

/// <summary>
/// The search for one row's image as a state machine: leaves in <see cref="RowState.X"/> where it wants the gradient of its loss and
/// is told it, until done. The first place is the clean image. One object serves one row after the other, and a row's numbers are its own,
/// whatever rows are beside it.
/// </summary>
public abstract class RowSearch
{
    private AttackTrace _trace;

    /// <summary>What is known of the row; its goal is set before the first <see cref="Advance"/>.</summary>
    public ref AttackTrace Trace => ref _trace;

    /// <summary>The loss by the logits, at the image that the source was asked about. Called once before each
    /// <see cref="Advance"/>.</summary>
    /// <param name="logits">[k].</param>
    /// <param name="logitGradient">[k]: receives the gradient of the loss, from which the pixels' follows.</param>
    public abstract void Differentiate(ReadOnlySpan<float> logits, Span<float> logitGradient);

    /// <summary>Whether the next <see cref="Advance"/> reads the gradient.</summary>
    public virtual bool ReadsGradient => true;

    /// <summary>The row of the output that it works on.</summary>
    internal int Row { get; private set; }

    /// <summary>Takes what the source says of <see cref="RowState.X"/>, finite numbers, and writes there what it is to be asked next. Where
    /// the source says no number the row ends instead.</summary>
    /// <returns>False when the row is done.</returns>
    public abstract bool Advance(in RowState row);

    /// <summary>Forgets the row before.</summary>
    /// <param name="input">What the attack was given.</param>
    /// <param name="image">Position in the input.</param>
    /// <param name="draw">Counted from 0.</param>
    protected abstract void Begin(AttackInput input, int image, int draw);

    internal void Begin(AttackInput input, AttackOutput output, int row)
    {
        Row = row;
        _trace = default;
        var (image, draw) = output.Place(row);
        Begin(input, image, draw);
    }

    /// <summary>Forgets the row before, for a search that another one is made of.</summary>
    internal void Restart(AttackInput input, int image, int draw)
    {
        _trace = default;
        Begin(input, image, draw);
    }
}

/// <summary>One row in a round of its lane.</summary>
public readonly ref struct RowState
{
    /// <summary>The clean image, [length].</summary>
    public required ReadOnlySpan<float> X0 { get; init; }

    /// <summary>The image that the source was asked about, [length]; receives the next one.</summary>
    public required Span<float> X { get; init; }

    /// <summary>[k], finite, at <see cref="X"/>.</summary>
    public required ReadOnlySpan<float> Logits { get; init; }

    /// <summary>[length], finite, of the loss at <see cref="X"/>; may be written over.</summary>
    public required Span<float> Gradient { get; init; }

    /// <summary>The row's place in the output, [length]: the clean image until another is kept.</summary>
    public required Span<float> Kept { get; init; }
}
