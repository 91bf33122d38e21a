namespace Experiments.Attacks;

/// <summary>What came of one call: images and examples in order of clean image, then draw.</summary>
public sealed class AdversarialBatch
{
    internal AdversarialBatch(float[] images, int length, int draws, IReadOnlyList<AdversarialExample> examples) =>
        (Images, Length, Draws, Examples) = (images, length, draws, examples);

    /// <summary>[n, draws, length], pixels in [0, 1] if the attack stays in the box.</summary>
    public ReadOnlyMemory<float> Images { get; }

    /// <summary>Pixels of one image.</summary>
    public int Length { get; }

    /// <summary>Perturbed images per clean one.</summary>
    public int Draws { get; }

    /// <summary>[n, draws].</summary>
    public IReadOnlyList<AdversarialExample> Examples { get; }

    /// <summary>One perturbed image, [length].</summary>
    public ReadOnlySpan<float> Image(int row) => Images.Span.Slice(row * Length, Length);
}
