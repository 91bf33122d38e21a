using Experiments.Contracts;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.CompareModels;

/// <summary>Settings of a summary of a group of networks.</summary>
public sealed record CompareModelsSettings
{
    /// <summary>The clean images that errors were counted on.</summary>
    public required DataSettings Data { get; init; }
}

/// <summary>Summarises the errors of a group (inputs <c>errors</c>, the counts of its networks) beside a baseline's (inputs
/// <c>baseline</c>): the first of the group's are paired with the baseline's in their order.</summary>
public sealed class CompareModelsKind : JobKind<CompareModelsSettings>
{
    public override string Name => "compare-models";

    public override int Version => 1;

    private protected override async Task<JobOutput> RunAsync(
        CompareModelsSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var errors = await ReadRatesAsync(JobRoles.Errors, context, cancellationToken);
        var baseline = await ReadRatesAsync(JobRoles.Baseline, context, cancellationToken);
        var summary = StudentInterval.Of(errors);
        StudentInterval? difference = baseline.Count > 0 ? StudentInterval.Of([.. baseline.Select((rate, i) => errors[i] - rate)]) : null;
        var row = new ModelGroupRow
        {
            Job = context.Job.Key,
            Data = settings.Data.Text,
            Images = settings.Data.Count,
            Models = errors.Count,
            MeanError = summary.Mean,
            ErrorDeviation = summary.Deviation,
            ErrorLow = summary.Low,
            ErrorHigh = summary.High,
            SmallestError = errors.Min(),
            LargestError = errors.Max(),
            Pairs = baseline.Count,
            MeanDifference = difference?.Mean,
            DifferenceLow = difference?.Low,
            DifferenceHigh = difference?.High,
        };
        return new JobOutput([row], []);
    }

    /// <summary>Error rates in the order of the inputs.</summary>
    private static async Task<IReadOnlyList<double>> ReadRatesAsync(string role, JobContext context, CancellationToken cancellationToken)
    {
        var jobs = context.Inputs(role);
        var rates = new Dictionary<JobKey, double>();
        if (jobs.Count > 0)
        {
            await foreach (var row in context.Services.Results.StreamRowsAsync<ModelErrorRow>(jobs, cancellationToken))
            {
                rates[row.Job] = (double)row.Errors / row.Images;
            }
        }

        return [.. jobs.Select(job => rates[job])];
    }
}
