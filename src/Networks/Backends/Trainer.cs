using Experiments.Numerics;
using Experiments.Settings;

namespace Experiments.Networks;

/// <summary>Trains networks on the CPU backend. The weights are the same bits whatever the number of threads and the vector width: initial
/// weights and the order of images come from a counter-based generator, and every sum has a fixed order.</summary>
public static class Trainer
{
    /// <summary>Layers of one stage get initial weights from a block of this many indices.</summary>
    private const ulong LayersPerStage = 1 << 16;

    /// <summary>Everything that is wrong with the options, alone or together; empty if nothing is.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="inputShape">Shape of one image.</param>
    /// <param name="classCount">Number of classes k.</param>
    /// <param name="pools">Options of the pools of adversarial examples; none if left out.</param>
    public static IReadOnlyList<string> Check(
        ArchitectureOptions architecture, TrainingOptions training, TensorShape inputShape, int classCount,
        params IReadOnlyList<AdversarialPoolOptions> pools)
    {
        var (alone, together) = FindErrors(architecture, training, inputShape, classCount, pools);
        return [.. alone, .. together];
    }

    /// <summary>What is wrong with the options together and with the images; whatever is wrong with an option by itself is left out, since
    /// a reader of options has found it already.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="inputShape">Shape of one image.</param>
    /// <param name="classCount">Number of classes k.</param>
    /// <param name="pools">Options of the pools of adversarial examples; none if left out.</param>
    public static IReadOnlyList<string> CheckFit(
        ArchitectureOptions architecture, TrainingOptions training, TensorShape inputShape, int classCount,
        params IReadOnlyList<AdversarialPoolOptions> pools) =>
        FindErrors(architecture, training, inputShape, classCount, pools).Together;

    /// <inheritdoc cref="Train(ArchitectureOptions, TrainingOptions, IReadOnlyList{AdversarialPool}, ulong,
    /// IImageSource, IImageSource?, ComputeThreads, IProgress{EpochReport}?, CancellationToken)"/>
    public static TrainedNetwork Train(
        ArchitectureOptions architecture,
        TrainingOptions training,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        ComputeThreads threads,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken) =>
        Train(architecture, training, [], seed, trainingImages, heldOut, threads, progress, cancellationToken);

    /// <summary>Trains a classifier; pre-trained stages first, where the architecture has any.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="pools">Pools of adversarial examples that the classifier's training uses in turn; reported losses and errors are those
    /// of the training images.</param>
    /// <param name="seed">Of the initial weights, of the order of the images and of all choices of the pools.</param>
    /// <param name="trainingImages">What to train on.</param>
    /// <param name="heldOut">What to count errors on after every epoch; null for nothing. Never influences the weights.</param>
    /// <param name="threads">The threads to use.</param>
    /// <param name="progress">Told of every epoch, on the calling thread; null for nobody.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    /// <exception cref="ArgumentException">The options do not fit each other or the images.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight left the finite numbers.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static TrainedNetwork Train(
        ArchitectureOptions architecture,
        TrainingOptions training,
        IReadOnlyList<AdversarialPool> pools,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        ComputeThreads threads,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken) =>
        Train(architecture, training, pools, seed, trainingImages, heldOut, threads, new CpuStages(threads), progress, cancellationToken);

    /// <summary>The same with stages computed by any backend.</summary>
    /// <param name="architecture">Options of the architecture.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="pools">Pools of adversarial examples that the classifier's training uses in turn.</param>
    /// <param name="seed">Of the initial weights, of the order of the images and of all choices of the pools.</param>
    /// <param name="trainingImages">What to train on.</param>
    /// <param name="heldOut">What to count errors on after every epoch; null for nothing.</param>
    /// <param name="threads">The threads that the trained network uses on the CPU backend.</param>
    /// <param name="backend">Computes the stages.</param>
    /// <param name="progress">Told of every epoch, on the calling thread; null for nobody.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    internal static TrainedNetwork Train(
        ArchitectureOptions architecture,
        TrainingOptions training,
        IReadOnlyList<AdversarialPool> pools,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        ComputeThreads threads,
        IStageBackend backend,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trainingImages);
        ArgumentNullException.ThrowIfNull(threads);
        ArgumentNullException.ThrowIfNull(pools);
        RequireFit(architecture, training, pools, trainingImages, heldOut);
        var plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, trainingImages.Shape, trainingImages.ClassCount);
        return Train(
            plan, ArchitectureJson.Write(architecture), training, pools, seed, trainingImages, heldOut, threads, backend, progress,
            cancellationToken);
    }

    /// <summary>Trains a network that fits the images and the options.</summary>
    /// <param name="plan">The network, and the stages before the classifier's.</param>
    /// <param name="architecture">What the weight file says that the network is; null for nothing.</param>
    /// <param name="training">Options of the classifier's training.</param>
    /// <param name="pools">Pools of adversarial examples that the classifier's training uses in turn.</param>
    /// <param name="seed">Of the initial weights, of the order of the images and of all choices of the pools.</param>
    /// <param name="trainingImages">What to train on.</param>
    /// <param name="heldOut">What to count errors on after every epoch; null for nothing.</param>
    /// <param name="threads">The threads that the trained network uses on the CPU backend.</param>
    /// <param name="backend">Computes the stages.</param>
    /// <param name="progress">Told of every epoch, on the calling thread; null for nobody.</param>
    /// <param name="cancellationToken">Checked at every step.</param>
    internal static TrainedNetwork Train(
        NetworkPlan plan,
        string? architecture,
        TrainingOptions training,
        IReadOnlyList<AdversarialPool> pools,
        ulong seed,
        IImageSource trainingImages,
        IImageSource? heldOut,
        ComputeThreads threads,
        IStageBackend backend,
        IProgress<EpochReport>? progress,
        CancellationToken cancellationToken)
    {
        var reports = new List<EpochReport>();
        void Report(EpochReport report)
        {
            reports.Add(report);
            progress?.Report(report);
        }

        var nodes = plan.Graph.Nodes;
        float[][][] values = [.. nodes.Select(node => node.Layer.Parameters.Count == 0 ? [] : (float[][])null!)];
        for (var i = 0; i < plan.Pretraining.Count; i++)
        {
            Pretrain(plan, i, values, seed, trainingImages, backend, Report, cancellationToken);
        }

        var frozen = plan.FrozenLayers;
        for (var i = frozen; i < values.Length; i++)
        {
            values[i] ??= WeightInitializer.Create(nodes[i].Layer, training, seed, (ulong)i);
        }

        var images = Features(trainingImages, plan, values, frozen, backend);
        using var stage = backend.Open(new StagePlan
        {
            Name = "classifier",
            Options = training,
            Seed = seed,
            Images = images,
            Graph = plan.Graph.From(frozen),
            Values = values[frozen..],
            Loss = new CrossEntropyLoss(trainingImages.ClassCount),
            Pools = [.. pools.Select(own => new StagePool(own, own.Options.Layer - frozen))],
        });
        var outcome = stage.Run(heldOut is null ? null : Features(heldOut, plan, values, frozen, backend), Report, cancellationToken);
        var final = stage.Finish(outcome, cancellationToken);
        return new TrainedNetwork(
            Network.Create(plan.Graph, values, threads, plan.Description, architecture), outcome.Epochs, outcome.StoppedBy, final.Errors,
            final.Loss, reports);
    }

    private static void RequireFit(
        ArchitectureOptions architecture, TrainingOptions training, IReadOnlyList<AdversarialPool> pools, IImageSource trainingImages,
        IImageSource? heldOut)
    {
        var errors = Check(architecture, training, trainingImages.Shape, trainingImages.ClassCount, [.. pools.Select(own => own.Options)]);
        if (errors.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, errors), nameof(training));
        }
        if (heldOut is not null && (heldOut.Shape.Length != trainingImages.Shape.Length || heldOut.ClassCount != trainingImages.ClassCount))
        {
            throw new ArgumentException(
                $"heldOut has shape {heldOut.Shape} and {heldOut.ClassCount} classes; it must have the training images' "
                    + $"{trainingImages.Shape} and {trainingImages.ClassCount}.",
                nameof(heldOut));
        }
    }

    /// <summary>A network whose weights came from elsewhere as the outcome of a training of no epochs.</summary>
    /// <param name="network">The classifier.</param>
    /// <param name="images">What its errors and its loss are counted on.</param>
    /// <param name="cancellationToken">Checked at every batch.</param>
    /// <exception cref="InvalidDataException">The weights give outputs that are no finite numbers.</exception>
    public static TrainedNetwork Adopt(Network network, IImageSource images, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(images);
        const int capacity = 64;
        using var pass = network.OpenPass(capacity);
        var objective = new CrossEntropyObjective(capacity, images.ClassCount);
        var (x, labels) = (new float[capacity * images.Shape.Length], new int[capacity]);
        var (logits, gradients) = (new float[capacity * images.ClassCount], new float[capacity * images.ClassCount]);
        var (loss, errors) = (0.0, 0);
        for (var start = 0; start < images.Count; start += capacity)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var n = Math.Min(capacity, images.Count - start);
            int[] indices = [.. Enumerable.Range(start, n)];
            images.CopyImages(indices, x);
            images.CopyLabels(indices, labels);
            pass.Forward(x, n, logits);
            var sums = objective.Evaluate(
                x, labels.AsSpan(0, n), logits.AsSpan(0, n * images.ClassCount), n, gradients.AsSpan(0, n * images.ClassCount));
            (loss, errors) = (loss + sums.Loss, errors + sums.Errors);
        }

        return double.IsFinite(loss)
            ? new TrainedNetwork(network, 0, StopReason.Pretrained, errors, loss / images.Count, [])
            : throw new InvalidDataException($"loss of the weights is {loss}; it must be finite on all {images.Count} images.");
    }

    /// <summary>Trains some layers without labels; their values are left in <paramref name="values"/>.</summary>
    private static void Pretrain(
        NetworkPlan plan, int index, float[][][] values, ulong seed, IImageSource images, IStageBackend backend, Action<EpochReport> report,
        CancellationToken cancellationToken)
    {
        var stage = plan.Pretraining[index];
        var graph = StageGraph(plan, stage);
        var first = (ulong)(index + 1) * LayersPerStage;
        float[][][] own = [.. graph.Nodes.Select((node, i) => i < stage.LayerCount && values[stage.FirstLayer + i] is { } trained
            ? trained
            : WeightInitializer.Create(node.Layer, stage.Training, seed, first + (ulong)i))];
        var source = Features(images, plan, values, stage.FirstLayer, backend);
        using var training = backend.Open(new StagePlan
        {
            Name = stage.Name,
            Options = stage.Training,
            Seed = seed + (ulong)index + 1,
            Images = source,
            Graph = graph,
            Values = own,
            Loss = new ReconstructionLoss(stage.Reconstruction, source.Shape.Length, graph.Nodes[^1].Layer.Activation),
            Sparsity = stage.Sparsity,
            SparseLayer = stage.LayerCount - 1,
        });
        training.StoreFinite(training.Run(heldOut: null, report, cancellationToken));
        own.AsSpan(0, stage.LayerCount).CopyTo(values.AsSpan(stage.FirstLayer));
    }

    private static Graph StageGraph(NetworkPlan plan, PretrainingStage stage) =>
        plan.Graph.Slice(stage.FirstLayer, stage.LayerCount).Then(stage.Decoder);

    /// <summary>The images as the first nodes, which are not trained any more, turn them out.</summary>
    private static IImageSource Features(IImageSource images, NetworkPlan plan, float[][][] values, int nodes, IStageBackend backend) =>
        nodes == 0 ? images : backend.Features(images, plan.Graph.Slice(0, nodes), values[..nodes]);

    private static void CheckStage(string stage, TrainingOptions training, Graph graph, List<string> errors)
    {
        var trained = graph.Nodes.Count(node => node.Layer.HasWeights);
        if (training.WeightDecay.Count > 1 && training.WeightDecay.Count != trained)
        {
            errors.Add(
                $"weightDecay has {training.WeightDecay.Count} values; it must have none, one, or one for each of the {trained} layers "
                    + $"with weights in stage {stage}.");
        }

        if (training.Initializer == Initializer.Zero && trained > 1)
        {
            errors.Add($"initializer is zero; it must be another one in stage {stage}, which has {trained} layers with weights.");
        }
    }

    /// <summary>Errors of options by themselves; and, of those that have none, errors of options together.</summary>
    private static (List<string> Alone, List<string> Together) FindErrors(
        ArchitectureOptions architecture, TrainingOptions training, TensorShape inputShape, int classCount,
        IReadOnlyList<AdversarialPoolOptions> pools)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(training);
        List<string> alone = [], together = [];
        alone.AddRange(OptionsValidator.Check(architecture));
        alone.AddRange(OptionsValidator.Check(training));
        foreach (var own in pools)
        {
            alone.AddRange(OptionsValidator.Check(own));
        }
        if (alone.Count > 0)
        {
            return (alone, together);
        }

        NetworkPlan plan;
        try
        {
            plan = ArchitectureCatalogue.Types.Of(architecture).Plan(architecture, inputShape, classCount);
        }
        catch (ArgumentException error)
        {
            together.Add(error.Message);
            return (alone, together);
        }

        foreach (var stage in plan.Pretraining)
        {
            alone.AddRange(OptionsValidator.Check(stage.Training));
            CheckStage(stage.Name, stage.Training, StageGraph(plan, stage), together);
            if (stage.Training.StopTrainError is { } wanted)
            {
                together.Add($"stopTrainError is {wanted}; it must be left out in stage {stage.Name}, which has no labels.");
            }
        }

        CheckStage("classifier", training, plan.Graph.From(plan.FrozenLayers), together);
        together.AddRange(PoolFit.Check(pools, plan));
        return (alone, together);
    }
}
