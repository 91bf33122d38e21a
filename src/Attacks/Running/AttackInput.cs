using Experiments.Networks;
using Experiments.Numerics;

namespace Experiments.Attacks;

/// <summary>The images to perturb and what with.</summary>
public sealed record AttackInput
{
    /// <summary>Clean images, [n, length], pixels in [0, 1].</summary>
    public required ReadOnlyMemory<float> Images { get; init; }

    /// <summary>Pixels of one image.</summary>
    public required int Length { get; init; }

    /// <summary>The true class of each image, [n].</summary>
    public required ReadOnlyMemory<int> Labels { get; init; }

    /// <summary>Position of each image in its data set's split, [n]. Random numbers are keyed by it, so that an image gets the same ones in
    /// every slice and shard.</summary>
    public required ReadOnlyMemory<int> Positions { get; init; }

    /// <summary>The model that the perturbations are made on, or for a control that starts from such, were made on; null for other
    /// controls.</summary>
    public IGradientSource? Source { get; init; }

    /// <summary>The perturbed images of the attack that this one starts from, [n, <see cref="BaseDraws"/>, length], pixels in [0, 1]; empty
    /// for one that starts from clean images.</summary>
    public ReadOnlyMemory<float> BaseImages { get; init; }

    /// <summary>Perturbed images per clean image in <see cref="BaseImages"/>.</summary>
    public int BaseDraws { get; init; } = 1;

    /// <summary>The class that each of <see cref="BaseImages"/> was driven towards, [n, <see cref="BaseDraws"/>], null for any but the true
    /// one; empty without a source.</summary>
    public ReadOnlyMemory<int?> BaseTargets { get; init; }

    /// <summary>Every random choice follows from it and the image's position.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The threads to use; no part of any result.</summary>
    public ComputeThreads Threads { get; init; } = ComputeThreads.Single;

    /// <summary>How many examples each thread works on at a time: rows of a batch of gradients. No part of any result.</summary>
    public int Slots { get; init; } = 32;

    /// <summary>Number of clean images n.</summary>
    public int Count => Labels.Length;

    /// <summary>One clean image, [length].</summary>
    public ReadOnlySpan<float> Image(int index) => Images.Span.Slice(index * Length, Length);

    /// <summary>The random numbers of one draw of an image.</summary>
    public CounterRandom Random(RandomPurpose purpose, int index, int draw) =>
        new(Seed, purpose, (ulong)Positions.Span[index] << 32 | (uint)draw);

    /// <summary>One image of the base set, [length].</summary>
    public ReadOnlySpan<float> BaseImage(int index, int draw) => BaseImages.Span.Slice((index * BaseDraws + draw) * Length, Length);

    /// <summary>What the attack that made it wanted of one image of the base set.</summary>
    internal AttackGoal BaseGoal(int index, int draw) => BaseTargets.Span[index * BaseDraws + draw] is { } targetClass
        ? new TargetClassGoal(targetClass)
        : new AnyOtherClassGoal(Labels.Span[index]);
}
