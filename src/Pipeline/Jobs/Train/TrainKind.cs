using System.Globalization;
using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;
using Experiments.Settings;
using Microsoft.Extensions.Logging;

namespace Experiments.Pipeline.Jobs.Train;

/// <summary>Trains a network; leaves its weights, one row for the network and one per epoch.</summary>
public sealed partial class TrainKind : JobKind<TrainSettings>
{
    public override string Name => "train";

    public override int Version => 2;

    /// <summary>Weights with their gradients and the optimiser's state, of the stage that needs the most of it, and the
    /// images.</summary>
    internal override long EstimateMemory(JobParts parts)
    {
        var settings = JobSettings.Read<TrainSettings>(parts.Job);
        return settings.Pretrained is not null
            ? parts.Bytes
            : parts.SplitBytes + parts.Networks.Sum(
                network => settings.Stages().Max(network.TrainingBytes));
    }

    private protected override async Task<JobOutput> RunAsync(
        TrainSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var images = context.LoadImages(settings.Data);
        var heldOut = settings.HeldOut is { } data ? context.LoadImages(data) : null;
        var progress = new EpochProgress(context);
        AdversarialPool[] pools = [.. (settings.AdversarialPools ?? []).Select(
            own => new AdversarialPool(own.Pool, new AttackAdversary(own.Pool.Attack, context.Services.Threads)))];
        var trained = await context.ComputeAsync(() => settings.Pretrained is { } file
            ? Trainer.Adopt(ReadNetwork(settings, file, images, context), images, cancellationToken)
            : context.Backend.Train(
                settings.Architecture, settings.Training, pools, settings.Seed, images, heldOut, progress, cancellationToken));
        var weights = await context.Services.Artifacts.WriteAsync(
            JobRoles.Weights, (stream, _) => { trained.Network.Save(stream); return Task.CompletedTask; }, cancellationToken);
        return new JobOutput([ModelRowOf(settings, context, trained, weights.Hash), .. EpochRows(context.Job.Key, trained)], [weights]);
    }

    /// <exception cref="InvalidDataException">The file is not the one that was planned, or not one of this architecture.</exception>
    private static Network ReadNetwork(TrainSettings settings, PretrainedSettings pretrained, JobImages images, JobContext context)
    {
        var file = context.Services.Data.FindFile(pretrained.File);
        if (file.Sha256 != pretrained.Sha256)
        {
            throw new InvalidDataException(
                $"the SHA-256 of {pretrained.File} is {file.Sha256}; it must be {pretrained.Sha256}, which the study was planned with.");
        }

        using var stream = RegularFile.OpenRead(file.Path);
        foreach (var note in WeightFile.Check(settings.Architecture, images.Shape, images.ClassCount, stream).Notes)
        {
            WeightsConverted(context.Services.Logging.CreateLogger<TrainKind>(), pretrained.File, note);
        }

        stream.Position = 0;
        return new CpuBackend(context.Services.Threads).Load(settings.Architecture, images.Shape, images.ClassCount, stream);
    }

    private static ModelRow ModelRowOf(TrainSettings settings, JobContext context, TrainedNetwork trained, ArtifactHash weights) => new()
    {
        Job = context.Job.Key,
        Architecture = trained.Network.Description,
        Parameters = trained.Network.ParameterCount,
        TrainedOn = settings.Data.Text,
        TrainImages = settings.Data.Count,
        TrainErrors = trained.TrainErrors,
        TrainLoss = trained.TrainLoss,
        Epochs = trained.Epochs,
        StoppedBy = ValueShape.Choice(trained.StoppedBy),
        Seed = settings.Seed,
        Weights = weights,
        Backend = context.Backend.Name,
        Deterministic = context.Deterministic,
    };

    private static IEnumerable<TrainingEpochRow> EpochRows(JobKey job, TrainedNetwork trained) =>
        trained.Reports.Select(r => new TrainingEpochRow
        {
            Job = job,
            Stage = r.Stage,
            Epoch = r.Epoch,
            LearningRate = r.LearningRate,
            Loss = r.Loss,
            RunningTrainError = r.RunningTrainError,
            HeldOutError = r.HeldOutError,
        });

    private sealed class EpochProgress(JobContext context) : IProgress<EpochReport>
    {
        public void Report(EpochReport value)
        {
            var culture = CultureInfo.InvariantCulture;
            var note = string.Create(culture, $"{value.Stage} loss {value.Loss:G4}")
                + (value.RunningTrainError is { } train ? string.Create(culture, $", train {100 * train:F2} %") : "")
                + (value.HeldOutError is { } held ? string.Create(culture, $", held out {100 * held:F2} %") : "");
            context.Report(new JobActivity(value.Epoch, value.Epochs, "epochs", note));
        }
    }
}
