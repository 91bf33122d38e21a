namespace Experiments.Attacks;

/// <summary>Where an attack writes: one row per image and draw. Rows may be written by several threads at once, each by one.</summary>
public sealed class AttackOutput
{
    private readonly float[] _images;
    private readonly AttackTrace[] _traces;
    private readonly int _length;

    internal AttackOutput(float[] images, AttackTrace[] traces, int length, int draws) =>
        (_images, _traces, _length, Draws) = (images, traces, length, draws);

    /// <summary>Rows per clean image.</summary>
    public int Draws { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _traces.Length;

    /// <summary>Which image, and which draw of it, a row is.</summary>
    public (int Image, int Draw) Place(int row) => (row / Draws, row % Draws);

    /// <summary>The perturbed image of one row, [length]; the runner clips it to [0, 1] if the attack stays in the box.</summary>
    public Span<float> Image(int row) => _images.AsSpan(row * _length, _length);

    /// <summary>What the attack knows of one row.</summary>
    public ref AttackTrace Trace(int row) => ref _traces[row];
}
