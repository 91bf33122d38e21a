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

    /// <param name="label">The true class.</param>
    /// <param name="cleanClass">The victim's class for the clean image.</param>
    /// <param name="perturbedClass">The victim's class for the perturbed image.</param>
    /// <param name="targetClass">The class that the attack wanted; null for none.</param>
    public void Add(int label, int cleanClass, int perturbedClass, int? targetClass)
    {
        var error = perturbedClass != label;
        Images++;
        Errors += error ? 1 : 0;
        if (cleanClass == label)
        {
            VictimCorrect++;
            ErrorsAmongVictimCorrect += error ? 1 : 0;
        }

        if (targetClass is { } wanted)
        {
            TargetHits = (TargetHits ?? 0) + (perturbedClass == wanted ? 1 : 0);
        }
    }
}
