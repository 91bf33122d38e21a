namespace Experiments.Attacks;

/// <summary>Makes a direction of descent of the gradients of one row, step after step. One object serves one row after the other.</summary>
public abstract class StepDirection
{
    /// <summary>Forgets the row before.</summary>
    public abstract void Begin();

    /// <summary>Writes over a gradient, [length], what is to be descended along in its place. Its length does not matter: the step has its
    /// own.</summary>
    public abstract void Turn(Span<float> gradient);
}
