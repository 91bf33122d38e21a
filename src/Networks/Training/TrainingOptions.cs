using System.ComponentModel.DataAnnotations;

namespace Experiments.Networks;

/// <summary>What turns a gradient into a step.</summary>
public enum Optimizer
{
    /// <summary>v = momentum v + g; w -= learningRate v; with <see cref="TrainingOptions.Nesterov"/> w -= learningRate (g + momentum
    /// v).</summary>
    Sgd,

    /// <summary>D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2014, arXiv:1412.6980, algorithm 1.</summary>
    Adam,
}

/// <summary>How the learning rate goes from its first value to its last over the planned epochs.</summary>
public enum LearningRateSchedule
{
    Constant,

    /// <summary>Times <see cref="TrainingOptions.StepFactor"/> every <see cref="TrainingOptions.StepEpochs"/> epochs.</summary>
    Step,

    /// <summary>Half a cosine down to 0, a little with every batch.</summary>
    Cosine,

    /// <summary>A straight line down to 0, a little with every batch.</summary>
    Linear,
}

/// <summary>How weights start; biases start at 0.</summary>
public enum Initializer
{
    /// <summary>He for layers with ReLU, Xavier for the others.</summary>
    Auto,

    /// <summary>Uniform in +-sqrt(6 / (fanIn + fanOut)). X. Glorot, Y. Bengio, AISTATS 2010.</summary>
    Xavier,

    /// <summary>Gaussian with variance 2 / fanIn. K. He et al., 2015, arXiv:1502.01852.</summary>
    He,

    /// <summary>All 0; for networks without hidden layers.</summary>
    Zero,
}

/// <summary>How a network is trained. The loss is the mean cross-entropy of a batch plus, for each trained layer, lambda * sum(w^2) / k
/// with k the layer's number of units; biases are not decayed.</summary>
public sealed record TrainingOptions : IValidatableObject
{
    /// <summary>The most epochs; each visits every image once, in an order of its own.</summary>
    /// <value>20.</value>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>Images per step; the last step of an epoch takes what is left.</summary>
    /// <value>128.</value>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 128;

    /// <value><c>adam</c>.</value>
    public Optimizer Optimizer { get; init; } = Optimizer.Adam;

    /// <summary>The learning rate after the warm-up.</summary>
    /// <value>0.001.</value>
    [Range(1e-9, 1e3)]
    public double LearningRate { get; init; } = 0.001;

    /// <value><c>constant</c>.</value>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Epochs between two steps of the <c>step</c> schedule, which needs it; 0 for the others.</summary>
    /// <value>0.</value>
    [Range(0, 100_000)]
    public int StepEpochs { get; init; }

    /// <summary>Factor of the <c>step</c> schedule.</summary>
    /// <value>0.1.</value>
    [Range(1e-6, 1)]
    public double StepFactor { get; init; } = 0.1;

    /// <summary>Epochs over which the learning rate rises from 0 in a straight line; the schedule starts after them.</summary>
    /// <value>0.</value>
    [Range(0, 100_000)]
    public int WarmUpEpochs { get; init; }

    /// <summary>Momentum of <c>sgd</c>.</summary>
    /// <value>0.</value>
    [Range(0, 0.9999)]
    public double Momentum { get; init; }

    /// <summary>Whether <c>sgd</c> looks ahead along its momentum.</summary>
    /// <value>false.</value>
    public bool Nesterov { get; init; }

    /// <summary>Decay of Adam's mean gradient.</summary>
    /// <value>0.9.</value>
    [Range(0, 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of Adam's mean squared gradient.</summary>
    /// <value>0.999.</value>
    [Range(0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to Adam's root mean squared gradient.</summary>
    /// <value>1e-8.</value>
    [Range(1e-12, 1)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Lambda of each trained layer, from the input up; one value stands for every layer, none for no decay.</summary>
    /// <value>None.</value>
    [Required]
    public IReadOnlyList<double> WeightDecay { get; init; } = [];

    /// <value><c>auto</c>.</value>
    public Initializer Initializer { get; init; } = Initializer.Auto;

    /// <summary>The initial weights are multiplied by it.</summary>
    /// <value>1.</value>
    [Range(1e-6, 1e3)]
    public double InitialScale { get; init; } = 1;

    /// <summary>
    /// Ends the training when the share of training images misclassified after an epoch is not above it; counted exactly, in epochs whose
    /// running error makes it plausible. 0 is the paper's "training error 0"; null never ends it. Not for stages without labels.
    /// </summary>
    /// <value>null.</value>
    [Range(0, 1)]
    public double? StopTrainError { get; init; }

    /// <summary>Ends the training when an epoch's loss differs by less than this share from the previous epoch's; null never ends
    /// it.</summary>
    /// <value>null.</value>
    [Range(0, 1)]
    public double? StopLossChange { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var defaults = new TrainingOptions();
        foreach (var lambda in WeightDecay.Where(lambda => !(lambda is >= 0 and <= 1e6)))
        {
            yield return new ValidationResult($"weightDecay has a value of {lambda}; it must be 0 to 1e6.", [nameof(WeightDecay)]);
        }

        if (Schedule == LearningRateSchedule.Step && StepEpochs == 0)
        {
            yield return new ValidationResult("stepEpochs is 0; it must be at least 1 with schedule step.", [nameof(StepEpochs)]);
        }
        if (WarmUpEpochs > 0 && WarmUpEpochs >= Epochs)
        {
            yield return new ValidationResult(
                $"warmUpEpochs is {WarmUpEpochs}; it must be below epochs, {Epochs}.", [nameof(WarmUpEpochs)]);
        }
        if (Nesterov && Momentum == 0)
        {
            yield return new ValidationResult("nesterov is true; it must be false with momentum 0.", [nameof(Nesterov)]);
        }

        var unread = Optimizer == Optimizer.Adam
            ? new[] { (nameof(Momentum), Momentum != defaults.Momentum), (nameof(Nesterov), Nesterov) }
            : [(nameof(Beta1), Beta1 != defaults.Beta1), (nameof(Beta2), Beta2 != defaults.Beta2),
                (nameof(Epsilon), Epsilon != defaults.Epsilon)];
        foreach (var (name, _) in unread.Where(option => option.Item2))
        {
            yield return Unread(name, $"optimizer is {(Optimizer == Optimizer.Adam ? "adam" : "sgd")}");
        }

        if (Schedule != LearningRateSchedule.Step)
        {
            if (StepEpochs != defaults.StepEpochs)
            {
                yield return Unread(nameof(StepEpochs), $"schedule is {Schedule.ToString().ToLowerInvariant()}");
            }
            if (StepFactor != defaults.StepFactor)
            {
                yield return Unread(nameof(StepFactor), $"schedule is {Schedule.ToString().ToLowerInvariant()}");
            }
        }

        if (Initializer == Initializer.Zero && InitialScale != defaults.InitialScale)
        {
            yield return Unread(nameof(InitialScale), "initializer is zero");
        }
    }

    private static ValidationResult Unread(string name, string reason) =>
        new($"{char.ToLowerInvariant(name[0])}{name[1..]} is set; it must be left out where {reason}, which does not read it.", [name]);
}
