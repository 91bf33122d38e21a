using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>Which AlexNet.</summary>
public enum AlexNetVariant
{
    /// <summary>The network of 2012: 96-256-384-384-256 filters, the second, fourth and fifth layer in two groups, response normalisation,
    /// dropout after the fully connected layers.</summary>
    Original,

    /// <summary>torchvision's <c>alexnet</c>, after A. Krizhevsky, "One weird trick", 2014, arXiv:1404.5997: 64-192-384-256-256 filters, no
    /// groups, no normalisation, dropout before the fully connected layers. Its weight files have torchvision's tensor names.</summary>
    Torchvision,
}

/// <summary>
/// AlexNet: A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet classification with deep convolutional neural networks", 2012, section 3:
/// five convolutions (11x11 with stride 4, 5x5, 3x3, 3x3, 3x3) with the ReLU, overlapping 3x3 max-pooling with stride 2 after the first,
/// second and fifth, two fully connected layers of 4096 with dropout 0.5, softmax. Made for 3x224x224; any size from 7x7 on fits, and its
/// first fully connected layer with it. Differs from the paper: the first convolution sees two rows and columns of zeros around the image,
/// without which 224 pixels do not give the paper's 55. Pools whose window is larger than what they would pool, which only images below
/// 63x63 lead to, are left out. torchvision's average pooling to 6x6, which changes nothing for 224x224, is left out.
/// </summary>
public sealed record AlexNetOptions : ArchitectureOptions, IValidatableObject
{
    /// <summary>The network of 2012 or torchvision's.</summary>
    /// <value><c>original</c>.</value>
    public AlexNetVariant Variant { get; init; } = AlexNetVariant.Original;

    /// <summary>Factor of the numbers of filters and of units of the hidden layers, each rounded to an even number.</summary>
    /// <value>1.</value>
    [Range(0.01, 4)]
    public double Width { get; init; } = 1;

    /// <summary>Share of the inputs (torchvision) or outputs (original) of the two large fully connected layers that training sets to 0; 0
    /// for no dropout.</summary>
    /// <value>0.5.</value>
    [Range(0, 0.95)]
    public double Dropout { get; init; } = 0.5;

    /// <summary>Subtracted from each channel of the pixels, which are in [0, 1]; none for pixels as they are. torchvision's weights: 0.485,
    /// 0.456, 0.406.</summary>
    /// <value>None.</value>
    [Required]
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>What each channel is divided by after the mean was subtracted; none for 1. torchvision's weights: 0.229, 0.224,
    /// 0.225.</summary>
    /// <value>None.</value>
    [Required]
    public IReadOnlyList<double> Deviation { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var mean in Mean.Where(mean => !(Math.Abs(mean) <= 1e3)))
        {
            yield return new ValidationResult($"mean has a value of {mean}; it must be -1000 to 1000.", [nameof(Mean)]);
        }
        foreach (var deviation in Deviation.Where(deviation => !(deviation is >= 1e-3 and <= 1e3)))
        {
            yield return new ValidationResult($"deviation has a value of {deviation}; it must be 0.001 to 1000.", [nameof(Deviation)]);
        }
    }
}

internal sealed class AlexNetArchitecture : Architecture<AlexNetOptions>
{
    private const int LeastPixels = 7;

    public override string Name => "alexnet";

    public override string Summary => "AlexNet: the network of 2012 or torchvision's, at any width.";

    protected override NetworkPlan Plan(AlexNetOptions options, TensorShape inputShape, int classCount)
    {
        if (Math.Min(inputShape.Height, inputShape.Width) < LeastPixels)
        {
            throw new ArgumentException(
                $"images are {inputShape}; they must have at least {LeastPixels} rows and columns for alexnet.", nameof(inputShape));
        }

        var builder = new AlexNetBuilder(options, inputShape);
        builder.AddStandardization();
        if (options.Variant == AlexNetVariant.Original)
        {
            AddOriginal(builder, classCount);
        }
        else
        {
            AddTorchvision(builder, classCount);
        }
        return new NetworkPlan
        {
            Graph = builder.Build(),
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{inputShape} alexnet {options.Variant.ToString().ToLowerInvariant()}, width {options.Width}, {classCount} classes"),
        };
    }

    private static void AddOriginal(AlexNetBuilder builder, int classCount)
    {
        builder.AddConvolution(96, kernel: 11, padding: 2, stride: 4);
        builder.AddNormalization();
        builder.AddPool();
        builder.AddConvolution(256, kernel: 5, padding: 2, groups: 2);
        builder.AddNormalization();
        builder.AddPool();
        builder.AddConvolution(384, kernel: 3, padding: 1);
        builder.AddConvolution(384, kernel: 3, padding: 1, groups: 2);
        builder.AddConvolution(256, kernel: 3, padding: 1, groups: 2);
        builder.AddPool();
        builder.StartClassifier();
        builder.AddLinear(4096);
        builder.AddDropout();
        builder.AddLinear(4096);
        builder.AddDropout();
        builder.AddOutput(classCount);
    }

    private static void AddTorchvision(AlexNetBuilder builder, int classCount)
    {
        builder.AddConvolution(64, kernel: 11, padding: 2, stride: 4);
        builder.AddPool();
        builder.AddConvolution(192, kernel: 5, padding: 2);
        builder.AddPool();
        builder.AddConvolution(384, kernel: 3, padding: 1);
        builder.AddConvolution(256, kernel: 3, padding: 1);
        builder.AddConvolution(256, kernel: 3, padding: 1);
        builder.AddPool();
        builder.StartClassifier();
        builder.AddDropout();
        builder.AddLinear(4096);
        builder.AddDropout();
        builder.AddLinear(4096);
        builder.AddOutput(classCount);
    }
}

/// <summary>Adds layers one after the other under the names of torchvision's modules: <c>features.0</c>, <c>classifier.1</c>. A module that
/// is left out keeps its number.</summary>
internal sealed class AlexNetBuilder(AlexNetOptions options, TensorShape inputShape)
{
    private const int PoolWindow = 3;
    private const int PoolStride = 2;

    private readonly GraphBuilder _graph = new(inputShape);
    private string _block = "features";
    private int _module;

    public Graph Build() => _graph.Build();

    /// <summary>Mean and deviation, where the options have any.</summary>
    /// <exception cref="ArgumentException">Their number is not that of the channels.</exception>
    public void AddStandardization()
    {
        foreach (var (name, values) in new[] { ("mean", options.Mean), ("deviation", options.Deviation) })
        {
            if (values.Count > 0 && values.Count != _graph.Shape.Channels)
            {
                throw new ArgumentException(
                    $"{name} has {values.Count} values; it must have none, or one for each of the {_graph.Shape.Channels} "
                        + "channels of the images.",
                    nameof(options));
            }
        }

        if (options.Mean.Count + options.Deviation.Count == 0)
        {
            return;
        }
        var (mean, deviation) = (options.Mean, options.Deviation);
        _graph.Add(
            "standardize",
            new StandardizationLayer(
                _graph.Shape,
                mean.Count > 0 ? mean : [.. Enumerable.Repeat(0.0, _graph.Shape.Channels)],
                deviation.Count > 0 ? deviation : [.. Enumerable.Repeat(1.0, _graph.Shape.Channels)]));
    }

    public void AddConvolution(int filters, int kernel, int padding, int stride = 1, int groups = 1) =>
        AddModule(new ConvolutionLayer(_graph.Shape, Scaled(filters), kernel, padding, stride, groups, Activation.Relu));

    public void AddNormalization() => AddModule(new ResponseNormalizationLayer(_graph.Shape));

    public void AddPool()
    {
        if (Math.Min(_graph.Shape.Height, _graph.Shape.Width) < PoolWindow)
        {
            _module++;
        }
        else
        {
            AddModule(new PoolingLayer(_graph.Shape, PoolingKind.Max, PoolWindow, PoolStride));
        }
    }

    public void StartClassifier()
    {
        _graph.Add("flatten", new FlattenLayer(_graph.Shape));
        (_block, _module) = ("classifier", 0);
    }

    public void AddLinear(int units) => AddModule(new LinearLayer(_graph.Shape, Scaled(units), Activation.Relu));

    public void AddOutput(int classCount) => AddModule(new LinearLayer(_graph.Shape, classCount));

    public void AddDropout()
    {
        if (options.Dropout == 0)
        {
            _module++;
        }
        else
        {
            AddModule(new DropoutLayer(_graph.Shape, options.Dropout, _graph.Count));
        }
    }

    /// <summary>An even number, so that two groups divide it.</summary>
    private int Scaled(int units) => Math.Max(2, 2 * (int)Math.Round(options.Width * units / 2));

    private void AddModule(Layer layer)
    {
        _graph.Add(string.Create(CultureInfo.InvariantCulture, $"{_block}.{_module}"), layer);
        _module += layer.ModuleCount;
    }
}
