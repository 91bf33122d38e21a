using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Craft;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.Universality;

/// <summary>Settings of a universal perturbation.</summary>
public sealed record UniversalSettings
{
    /// <summary>The images that it is made on.</summary>
    public required DataSettings Data { get; init; }

    public required UniversalOptions Options { get; init; }

    /// <summary>Of the order of the images.</summary>
    public required ulong Seed { get; init; }
}

/// <summary>Makes one perturbation that fools a network (input <c>source</c>) on many images at once. Leaves it as a file with one tensor,
/// <c>perturbation</c>.</summary>
public sealed class UniversalKind : JobKind<UniversalSettings>
{
    private const string Tensor = "perturbation";

    public override string Name => "universal";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        UniversalSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var key = context.Input(JobRoles.Source);
        var source = await context.LoadModelAsync(key, cancellationToken);
        var images = context.LoadImages(settings.Data);
        var pixels = new float[images.Count * images.Shape.Length];
        images.CopyRange(0, images.Count, pixels);
        var made = await context.ComputeAsync(
            () => UniversalPerturbation.Craft(
                source, pixels, settings.Options, settings.Seed, new AttackActivity(context), cancellationToken));
        var (shape, artifacts) = (images.Shape, context.Services.Artifacts);
        var file = await artifacts.WriteAsync(
            JobRoles.Perturbation, (stream, _) => { Write(stream, made.Values, shape); return Task.CompletedTask; }, cancellationToken);
        var row = new UniversalPerturbationRow
        {
            Job = context.Job.Key,
            Source = key,
            Data = settings.Data.Text,
            Images = made.Images,
            Fooled = made.Fooled,
            Rounds = made.Rounds,
            Distortion = Distortion.RootMeanSquare(new float[shape.Length], made.Values.Span),
            GradientEvaluations = made.GradientEvaluations,
        };
        return new JobOutput([row], [file]);
    }

    /// <summary>Reads what a job of this kind left. The file is untrusted: its sizes are checked before anything is allocated.</summary>
    /// <exception cref="InvalidDataException">The file is not one perturbation of this length.</exception>
    internal static ReadOnlyMemory<float> Read(Stream stream, int length)
    {
        var tensor = SafetensorsReader.Read(stream).Tensors.FirstOrDefault(t => t.Name == Tensor);
        return tensor?.Values.Length == length
            ? tensor.Values
            : throw new InvalidDataException($"{Tensor} has {tensor?.Values.Length ?? 0} values; it must have {length}.");
    }

    private static void Write(Stream stream, ReadOnlyMemory<float> values, TensorShape shape) => SafetensorsWriter.Write(
        stream, new SafetensorsFile(
            [new SafetensorsTensor(Tensor, [shape.Channels, shape.Height, shape.Width], values)], new Dictionary<string, string>()));
}
