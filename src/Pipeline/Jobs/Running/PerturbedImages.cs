using Experiments.Attacks;
using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>
/// The perturbed images of one shard as a safetensors file: <c>images</c> [rows, channels, height, width], and per row <c>position</c> in
/// the split, <c>draw</c>, <c>label</c> and <c>target_class</c> (-1 for none). The same images give the same bytes. Whole numbers are kept
/// in single precision, which is exact below 2^24.
/// </summary>
public sealed class PerturbedImages
{
    private const int NoTarget = -1;

    private PerturbedImages(
        TensorShape shape, ReadOnlyMemory<float> images, IReadOnlyList<int> positions, IReadOnlyList<int> draws, IReadOnlyList<int> labels,
        IReadOnlyList<int> targets) =>
        (Shape, Images, Positions, Draws, Labels, Targets) = (shape, images, positions, draws, labels, targets);

    public TensorShape Shape { get; }

    /// <summary>Rows: clean images times draws.</summary>
    public int Count => Positions.Count;

    /// <summary>[rows, shape], values in [0, 1].</summary>
    public ReadOnlyMemory<float> Images { get; }

    /// <summary>Position of each row's clean image in its split.</summary>
    public IReadOnlyList<int> Positions { get; }

    /// <summary>Which of several draws for its image each row is.</summary>
    public IReadOnlyList<int> Draws { get; }

    /// <summary>True class of each row.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Bytes in memory, for caches.</summary>
    public long Bytes => 4L * (Images.Length + 4L * Count);

    private IReadOnlyList<int> Targets { get; }

    /// <summary>The class that a row was driven towards; null for none.</summary>
    public int? TargetClass(int row) => Targets[row] == NoTarget ? null : Targets[row];

    /// <summary>One perturbed image, [shape].</summary>
    public ReadOnlyMemory<float> Image(int row) => Images.Slice(row * Shape.Length, Shape.Length);

    internal static PerturbedImages Of(AdversarialBatch batch, TensorShape shape) => new(
        shape,
        batch.Images,
        [.. batch.Examples.Select(e => e.Image)],
        [.. batch.Examples.Select(e => e.Draw)],
        [.. batch.Examples.Select(e => e.Label)],
        [.. batch.Examples.Select(e => e.TargetClass ?? NoTarget)]);

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream) => SafetensorsWriter.Write(stream, new SafetensorsFile(
        [
            new SafetensorsTensor("images", [Count, Shape.Channels, Shape.Height, Shape.Width], Images),
            Column("position", Positions),
            Column("draw", Draws),
            Column("label", Labels),
            Column("target_class", Targets),
        ],
        new Dictionary<string, string>()));

    /// <summary>Reads what <see cref="Write"/> wrote. The file is untrusted: its sizes are checked before anything is allocated.</summary>
    /// <exception cref="InvalidDataException">The file is not one of perturbed images of this shape.</exception>
    public static PerturbedImages Read(Stream stream, TensorShape shape)
    {
        var file = SafetensorsReader.Read(stream);
        var images = Find(file, "images");
        var rows = images.Shape.Count == 4 ? images.Shape[0] : 0;
        if (rows < 1 || !images.Shape.SequenceEqual([rows, shape.Channels, shape.Height, shape.Width]))
        {
            throw new InvalidDataException(
                $"images.shape is [{string.Join(", ", images.Shape)}]; it must be at least one image of {shape}.");
        }

        return new PerturbedImages(
            shape, images.Values, Numbers(file, "position", rows), Numbers(file, "draw", rows), Numbers(file, "label", rows),
            Numbers(file, "target_class", rows));
    }

    private static SafetensorsTensor Column(string name, IReadOnlyList<int> values) =>
        new(name, [values.Count], values.Select(v => (float)v).ToArray());

    private static SafetensorsTensor Find(SafetensorsFile file, string name) =>
        file.Tensors.FirstOrDefault(t => t.Name == name)
        ?? throw new InvalidDataException($"{name} is missing; a file of perturbed images must have it.");

    private static int[] Numbers(SafetensorsFile file, string name, int rows)
    {
        var column = Find(file, name);
        var numbers = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var value = column.Values.Length == rows ? column.Values.Span[row] : float.NaN;
            if (!(value >= NoTarget && value < 1 << 24 && value == MathF.Floor(value)))
            {
                throw new InvalidDataException(
                    $"{name} has {column.Values.Length} values, {value} for row {row}; it must have a whole number "
                        + $"for each of {rows} rows.");
            }

            numbers[row] = (int)value;
        }

        return numbers;
    }
}
