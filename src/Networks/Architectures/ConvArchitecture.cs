using System.ComponentModel.DataAnnotations;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Convolutions, each followed by the ReLU and a 2x2 max-pooling, then one fully connected layer with the ReLU and a softmax
/// output. Filters see zeros outside of the image, so that a convolution keeps its size.</summary>
public sealed record ConvOptions : ArchitectureOptions, IValidatableObject
{
    /// <summary>Filters of each convolution, each 1 to 4,096.</summary>
    /// <value>[32, 64].</value>
    [Required, MinLength(1), MaxLength(8)]
    public IReadOnlyList<int> Filters { get; init; } = [32, 64];

    /// <summary>Rows and columns of a filter; odd.</summary>
    /// <value>5.</value>
    [Range(1, 31)]
    public int Kernel { get; init; } = 5;

    /// <summary>Units of the fully connected layer.</summary>
    /// <value>256.</value>
    [Range(1, 65_536)]
    public int Hidden { get; init; } = 256;

    /// <summary>Share of the fully connected layer's outputs that training sets to 0; 0 for no dropout.</summary>
    /// <value>0.</value>
    [Range(0, 0.95)]
    public double Dropout { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var count in Filters.Where(count => count is < 1 or > 4096))
        {
            yield return new ValidationResult($"filters has a layer of {count}; it must be 1 to 4096.", [nameof(Filters)]);
        }
        if (Kernel % 2 == 0)
        {
            yield return new ValidationResult($"kernel is {Kernel}; it must be odd.", [nameof(Kernel)]);
        }
    }
}

internal sealed class ConvArchitecture : Architecture<ConvOptions>
{
    public override string Name => "conv";

    public override string Summary => "Convolutions with max-pooling, one fully connected layer, softmax output.";

    protected override NetworkPlan Plan(ConvOptions options, TensorShape inputShape, int classCount)
    {
        var builder = new GraphBuilder(inputShape);
        foreach (var filters in options.Filters)
        {
            if (Math.Min(builder.Shape.Height, builder.Shape.Width) < 2)
            {
                throw new ArgumentException(
                    $"filters has {options.Filters.Count} layers; it must have at most {builder.Count / 2} for images of {inputShape}, "
                        + "which each layer halves.",
                    nameof(options));
            }

            builder.Add(
                new ConvolutionLayer(builder.Shape, filters, options.Kernel, padding: options.Kernel / 2, activation: Activation.Relu));
            builder.Add(new PoolingLayer(builder.Shape, PoolingKind.Max, window: 2, stride: 2));
        }

        builder.Add(new FlattenLayer(builder.Shape));
        builder.Add(new LinearLayer(builder.Shape, options.Hidden, Activation.Relu));
        if (options.Dropout > 0)
        {
            builder.Add(new DropoutLayer(builder.Shape, options.Dropout, builder.Count));
        }

        builder.Add(new LinearLayer(builder.Shape, classCount));
        return new NetworkPlan
        {
            Graph = builder.Build(),
            Description =
                $"{inputShape} conv {string.Join("-", options.Filters)} {options.Kernel}x{options.Kernel}, fc "
                    + $"{options.Hidden}-{classCount} relu",
        };
    }
}
