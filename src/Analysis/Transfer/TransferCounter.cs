using Experiments.Contracts;

namespace Experiments.Analysis;

/// <summary>Counts one cell of a transfer matrix image by image; the order of the images does not matter.</summary>
public sealed class TransferCounter
{
    /// <summary>Perturbed images counted so far.</summary>
    public int Images { get; private set; }

    /// <summary>Perturbed images whose class by the victim is not the true class.</summary>
    public int Errors { get; private set; }

    /// <summary>Perturbed images whose clean image the victim classifies correctly.</summary>
    public int VictimCorrect { get; private set; }

    /// <summary>Errors among <see cref="VictimCorrect"/>.</summary>
    public int ErrorsAmongVictimCorrect { get; private set; }

    /// <summary>Perturbed images that the victim gives the target class; null while no image had one.</summary>
    public int? TargetHits { get; private set; }

    /// <summary>Perturbed images for which the victim has no class; they are among <see cref="Errors"/>.</summary>
    public int NoClass { get; private set; }

    /// <summary>Errors on the same images with noise of the same size; null while no image had any.</summary>
    public int? NoiseErrors { get; private set; }

    /// <param name="label">The true class.</param>
    /// <param name="cleanClass">The victim's class for the clean image; -1 for none, here and in the others.</param>
    /// <param name="perturbedClass">The victim's class for the perturbed image.</param>
    /// <param name="targetClass">The class that the attack wanted; null for an attack that wanted none.</param>
    /// <param name="noiseClass">The victim's class for the image with noise of the same size; null where it was shown none.</param>
    public void Add(int label, int cleanClass, int perturbedClass, int? targetClass, int? noiseClass)
    {
        var error = perturbedClass != label;
        Images++;
        Errors += error ? 1 : 0;
        NoClass += perturbedClass == VerdictRow.NoClass ? 1 : 0;
        if (cleanClass == label)
        {
            VictimCorrect++;
            ErrorsAmongVictimCorrect += error ? 1 : 0;
        }

        if (targetClass is { } wanted)
        {
            TargetHits = (TargetHits ?? 0) + (perturbedClass == wanted ? 1 : 0);
        }

        if (noiseClass is { } noisy)
        {
            NoiseErrors = (NoiseErrors ?? 0) + (noisy != label ? 1 : 0);
        }
    }
}
