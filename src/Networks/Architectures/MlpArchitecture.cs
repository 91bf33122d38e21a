using System.ComponentModel.DataAnnotations;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Fully connected hidden layers and a softmax output: the paper's FC100-100-10 with the defaults.</summary>
public sealed record MlpOptions : ArchitectureOptions, IValidatableObject
{
    /// <summary>Width of each hidden layer, each 1 to 65,536.</summary>
    /// <value>[100, 100].</value>
    [Required, MinLength(1), MaxLength(64)]
    public IReadOnlyList<int> Hidden { get; init; } = [100, 100];

    /// <summary>The activation of the hidden layers.</summary>
    /// <value><c>sigmoid</c>.</value>
    public HiddenActivation Activation { get; init; } = HiddenActivation.Sigmoid;

    /// <summary>Share of each hidden layer's outputs that training sets to 0; 0 for no dropout.</summary>
    /// <value>0.</value>
    [Range(0, 0.95)]
    public double Dropout { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var width in Hidden.Where(width => width is < 1 or > 65_536))
        {
            yield return new ValidationResult($"hidden has a layer of {width} units; it must be 1 to 65536 units.", [nameof(Hidden)]);
        }
    }
}

internal sealed class MlpArchitecture : Architecture<MlpOptions>
{
    public override string Name => "mlp";

    public override string Summary => "Fully connected hidden layers and a softmax output (FC100-100-10).";

    protected override NetworkPlan Plan(MlpOptions options, TensorShape inputShape, int classCount)
    {
        var builder = new GraphBuilder(inputShape);
        foreach (var width in options.Hidden)
        {
            builder.Add(new LinearLayer(builder.Shape, width, options.Activation.ToActivation()));
            if (options.Dropout > 0)
            {
                builder.Add(new DropoutLayer(builder.Shape, options.Dropout, builder.Count));
            }
        }

        builder.Add(new LinearLayer(builder.Shape, classCount));
        return new NetworkPlan
        {
            Graph = builder.Build(),
            Description =
                $"{inputShape.Length}-{string.Join("-", options.Hidden)}-{classCount} {options.Activation.ToString().ToLowerInvariant()}",
        };
    }
}
