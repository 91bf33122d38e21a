using System.Text.Json.Nodes;
using Experiments.Contracts;
using Experiments.Networks;

namespace Experiments.Pipeline;

/// <summary>Images of a data set, by name: messages carry this in place of pixels.</summary>
/// <param name="Slice">The slice, as the settings of jobs write it.</param>
/// <param name="Start">The first image, counted from 0 in the slice.</param>
/// <param name="Count">So many, 1 to <see cref="ModelServer.MaxBatch"/>.</param>
public sealed record ImageBatch(string Slice, int Start, int Count);

/// <summary>Answers questions to trained networks with the weights and images that the silo has loaded; computes on the silo's lanes.</summary>
public sealed class ModelServer
{
    /// <summary>The largest batch of one question.</summary>
    public const int MaxBatch = 1024;

    private readonly JobServices _services;
    private readonly JobInputs _inputs;
    private readonly IJobCompute _compute;

    internal ModelServer(JobServices services, JobInputs inputs, IJobCompute compute) => (_services, _inputs, _compute) = (services, inputs, compute);

    /// <summary>Logits, row-major [count, k].</summary>
    /// <exception cref="ArgumentException">The batch is not in the slice, or is too large.</exception>
    /// <exception cref="InvalidOperationException">The model has not been trained.</exception>
    public async Task<float[]> LogitsAsync(JobKey training, ImageBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (x, n) = Read(batch);
        var model = await LoadAsync(training, cancellationToken);
        return await _compute.RunAsync(
            () =>
            {
                var logits = new float[n * model.ClassCount];
                using var pass = model.OpenPass(n);
                pass.Forward(x, n, logits);
                return logits;
            },
            cancellationToken);
    }

    /// <summary>The gradient to the input of the sum of given multiples of the logits, row-major [count, input].</summary>
    /// <exception cref="ArgumentException">As for <see cref="LogitsAsync"/>, or the multiples are not [count, k].</exception>
    /// <exception cref="InvalidOperationException">The model has not been trained.</exception>
    public async Task<float[]> InputGradientsAsync(JobKey training, ImageBatch batch, float[] logitGradients, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(logitGradients);
        var (x, n) = Read(batch);
        var model = await LoadAsync(training, cancellationToken);
        if (logitGradients.Length != n * model.ClassCount)
        {
            throw new ArgumentException($"logitGradients has {logitGradients.Length} values; it must have {n * model.ClassCount}, {model.ClassCount} for each of {n} images.", nameof(logitGradients));
        }

        return await _compute.RunAsync(
            () =>
            {
                var gradients = new float[x.Length];
                using var pass = model.OpenPass(n);
                pass.Forward(x, n, new float[logitGradients.Length]);
                pass.InputGradient(logitGradients, gradients);
                return gradients;
            },
            cancellationToken);
    }

    /// <summary>Decodes a slice's images unless they are, and counts them.</summary>
    public int CountImages(string slice) => _inputs.LoadImages(ReadSlice(slice)).Count;

    /// <summary>The text that names a slice.</summary>
    public static string SliceOf(DataSettings data)
    {
        return JobSettings.Codec.Write(data).ToJsonString();
    }

    private Task<IClassifier> LoadAsync(JobKey training, CancellationToken cancellationToken) =>
        _inputs.LoadModelAsync(training, _services.Backends, cancellationToken);

    private (float[] X, int Count) Read(ImageBatch batch)
    {
        var images = _inputs.LoadImages(ReadSlice(batch.Slice));
        if (batch.Count is < 1 or > MaxBatch || batch.Start < 0 || batch.Start > images.Count - batch.Count)
        {
            throw new ArgumentException($"batch is images {batch.Start} to {(long)batch.Start + batch.Count}; it must be 1 to {MaxBatch} images of the slice's {images.Count}.", nameof(batch));
        }

        var x = new float[batch.Count * images.Shape.Length];
        images.CopyRange(batch.Start, batch.Count, x);
        return (x, batch.Count);
    }

    private static DataSettings ReadSlice(string slice) => JobSettings.Codec.Read<DataSettings>(JsonNode.Parse(slice)!.AsObject(), "slice");
}
