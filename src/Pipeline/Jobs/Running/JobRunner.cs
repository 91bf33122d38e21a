using System.Data.Common;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Ports;

namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Runs one job, whichever engine wants it. Writes its files; its rows are the caller's to commit.</summary>
public sealed class JobRunner
{
    private readonly JobServices _services;
    private readonly JobInputs _inputs;

    public JobRunner(JobServices services)
        : this(services, new JobInputs(services))
    {
    }

    /// <summary>A runner beside others that load the same models and images.</summary>
    internal JobRunner(JobServices services, JobInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(services);
        _services = services;
        _inputs = inputs;
    }

    /// <summary>Runs the job to its end.</summary>
    /// <param name="job">What to run; its inputs are done.</param>
    /// <param name="report">Told how far it is, from any thread.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Done, failed, or in need of inputs that must run again. Never an exception of the job's own making.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<JobOutcome> RunAsync(Job job, Action<JobActivity> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var started = _services.Time.GetTimestamp();
        try
        {
            var kind = JobKinds.All.Find(job.Kind);
            if (kind is null || kind.Version != job.Version)
            {
                // Another version of the program may know it, and it is not this job's fault.
                return JobOutcome.Failed(JobFailure.Retryable(kind is null
                    ? JobKinds.All.Unknown("job kind", $"'{job.Kind}'")
                    : $"job kind {job.Kind} has version {kind.Version} here; it must be {job.Version}, which the job was planned with."));
            }

            // A database is not trusted: whoever changes settings under a key would have their results counted as those of the key.
            if (JobKeys.Compute(job.Kind, job.Version, job.Settings, job.Inputs) != job.Key)
            {
                return JobOutcome.Failed(JobFailure.Permanent(
                    $"the database has a row that this program did not write (key '{job.Key}'): its settings or inputs are not those that "
                        + "the key was made of."));
            }

            var output = await kind.RunAsync(new JobContext(job, _services, _inputs, report), cancellationToken);
            return JobOutcome.Done(new JobResult(output.Rows, output.Artifacts, _services.Time.GetElapsedTime(started)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (ArtifactDamagedException e)
        {
            return JobOutcome.NeedsInput(e.Hash, e.Message);
        }
        catch (Exception e) when (e is not (StackOverflowException or AccessViolationException))
        {
            return JobOutcome.Failed(Classify(e));
        }
    }

    /// <summary>Whether trying again can help: what the machine did can pass, what the settings say cannot.</summary>
    internal static JobFailure Classify(Exception exception) => exception switch
    {
        StorageException e => e.Transient ? JobFailure.Retryable(e.Message) : JobFailure.Permanent(e.Message),
        InvalidDataException or DatasetException => JobFailure.Permanent(exception.Message),
        FileNotFoundException or DirectoryNotFoundException => JobFailure.Permanent(exception.Message),
        // Another worker may have it.
        DeviceMissingException => JobFailure.Retryable(exception.Message),
        IOException or TimeoutException or OutOfMemoryException => JobFailure.Retryable(exception.Message),
        DbException e => e.IsTransient ? JobFailure.Retryable(e.Message) : JobFailure.Permanent(e.Message),
        ArgumentException or StudyValidationException or TrainingDivergedException => JobFailure.Permanent(exception.Message),

        // Nothing the program foresaw: the type says more than the message alone.
        _ => JobFailure.Permanent($"{exception.GetType().Name}: {exception.Message}"),
    };
}

/// <summary>How a try of a job ended.</summary>
public sealed record JobOutcome
{
    private JobOutcome()
    {
    }

    /// <summary>What it hands over; null unless it is done.</summary>
    public JobResult? Result { get; private init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public JobFailure? Failure { get; private init; }

    /// <summary>The file of an input that is missing or damaged; null unless that ended it.</summary>
    public ArtifactHash? DamagedInput { get; private init; }

    /// <summary>What is wrong, for people; null when done.</summary>
    public string? Error { get; private init; }

    public static JobOutcome Done(JobResult result) => new() { Result = result };

    public static JobOutcome Failed(JobFailure failure) => new() { Failure = failure, Error = failure.Error };

    public static JobOutcome NeedsInput(ArtifactHash damaged, string error) => new() { DamagedInput = damaged, Error = error };
}
