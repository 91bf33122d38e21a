using Experiments.Numerics;

namespace Experiments.Networks;

/// <summary>What a stage minimises, whatever computes it.</summary>
internal abstract record StageLoss
{
    /// <summary>Whether it reads labels and counts errors.</summary>
    public abstract bool HasLabels { get; }

    /// <summary>As the CPU backend computes it.</summary>
    /// <param name="capacity">The most images at a time.</param>
    public abstract Objective Open(int capacity);
}

/// <summary>Cross-entropy of the softmax of the logits.</summary>
internal sealed record CrossEntropyLoss(int ClassCount) : StageLoss
{
    public override bool HasLabels => true;

    public override Objective Open(int capacity) => new CrossEntropyObjective(capacity, ClassCount);
}

/// <summary>How far the output is from the input.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Length">Values of one image.</param>
/// <param name="Activation">Of the last layer; the sigmoid for the cross-entropy.</param>
internal sealed record ReconstructionLoss(Reconstruction Measure, int Length, Activation Activation = Activation.Sigmoid) : StageLoss
{
    public override bool HasLabels => false;

    public override Objective Open(int capacity) => new ReconstructionObjective(Measure, Length, Activation);
}
