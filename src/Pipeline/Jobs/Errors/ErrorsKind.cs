using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Jobs.Errors;

/// <summary>Settings of a count of errors on clean images.</summary>
public sealed record ErrorsSettings
{
    public required DataSettings Data { get; init; }
}

/// <summary>Counts the errors of one network (input <c>model</c>) on clean images.</summary>
public sealed class ErrorsKind : JobKind<ErrorsSettings>
{
    public override string Name => "errors";

    public override int Version => 2;

    private protected override async Task<JobOutput> RunAsync(
        ErrorsSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var key = context.Input(JobRoles.Model);
        var model = await context.LoadModelAsync(key, cancellationToken);
        var images = context.LoadImages(settings.Data);
        var classes = await context.ComputeAsync(() => Prediction.Classes(model, images, cancellationToken));
        var errors = Enumerable.Range(0, images.Count).Count(i => classes[i] != images.Label(i));
        return new JobOutput(
            [new ModelErrorRow { Job = context.Job.Key, Model = key, Data = settings.Data.Text, Images = images.Count, Errors = errors,
                Backend = context.Backend.Name, Deterministic = context.Deterministic }], []);
    }
}
