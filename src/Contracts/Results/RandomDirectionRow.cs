namespace Experiments.Contracts;

/// <summary>
/// How often a random direction fools a network where an adversarial one of the same norm does. Of each image, so many directions, uniform on the sphere with the norm of the
/// image's adversarial perturbation. The interval is Wilson's at 95 % for <see cref="Fooled"/> out of <see cref="Tries"/>: for these images, as far as the directions are chance.
/// </summary>
public sealed record RandomDirectionRow : ResultRow
{
    /// <summary>The moved images are clipped to [0, 1], which shortens the change; otherwise the norm is exact.</summary>
    public required bool Clipped { get; init; }

    /// <summary>The job that collected the adversarial set.</summary>
    public required JobKey Set { get; init; }

    /// <summary>The training job of the network, on which the set was made.</summary>
    public required JobKey Model { get; init; }

    /// <summary>Images of the set.</summary>
    public required int Images { get; init; }

    /// <summary>Of these, images that the network reads correctly when clean and wrongly in the set: the ones that are moved.</summary>
    public required int Moved { get; init; }

    /// <summary>Random directions: <see cref="Moved"/> times as many as each image has.</summary>
    public required int Tries { get; init; }

    /// <summary>Of these, directions after which the network's class is not the true one.</summary>
    public required int Fooled { get; init; }

    public required double FooledLow { get; init; }

    public required double FooledHigh { get; init; }

    /// <summary>Of <see cref="Moved"/>, images that at least one direction fools.</summary>
    public required int ImagesFooled { get; init; }

    /// <summary>Mean distortion of the adversarial images of the moved ones.</summary>
    public required double AdversarialDistortion { get; init; }

    /// <summary>Mean distortion after the random directions; smaller where they are clipped.</summary>
    public required double MeanDistortion { get; init; }
}
