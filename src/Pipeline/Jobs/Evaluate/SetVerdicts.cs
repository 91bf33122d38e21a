using Experiments.Analysis;
using Experiments.Pipeline.Data;

namespace Experiments.Pipeline.Jobs.Evaluate;

/// <summary>What one victim takes the images of a set for, in the order of the clean images.</summary>
/// <param name="images">The clean images.</param>
/// <param name="clean">The victim's class for each.</param>
internal sealed class SetVerdicts(JobImages images, IReadOnlyList<int> clean)
{
    private readonly SortedDictionary<int, DrawVerdicts> _draws = [];

    /// <summary>Every draw of the set, in order.</summary>
    internal IEnumerable<DrawVerdicts> Draws => _draws.Values;

    /// <summary>The set that changes nothing.</summary>
    internal static SetVerdicts OfClean(JobImages images, int[] classes)
    {
        var verdicts = new SetVerdicts(images, classes);
        verdicts._draws.Add(0, new DrawVerdicts(0, images.Count) { Classes = classes, InNoise = null });
        return verdicts;
    }

    /// <param name="position">The image's place in its split.</param>
    /// <param name="draw">Which of several draws of the image.</param>
    /// <param name="perturbed">The victim's class for it.</param>
    /// <param name="inNoise">Its class for the clean image with noise of the same size.</param>
    /// <param name="target">The class that the attack wanted; null for none.</param>
    /// <exception cref="InvalidOperationException">The position is not among the images.</exception>
    internal void Add(int position, int draw, int perturbed, int inNoise, int? target)
    {
        var image = images.IndexOf(position);
        if (!_draws.TryGetValue(draw, out var verdicts))
        {
            _draws.Add(draw, verdicts = new DrawVerdicts(draw, images.Count));
        }

        verdicts.Added++;
        (verdicts.Classes[image], verdicts.InNoise![image], verdicts.Targets[image]) = (perturbed, inNoise, target);
    }

    /// <summary>Counts the cell.</summary>
    /// <exception cref="InvalidOperationException">A draw lacks images.</exception>
    internal TransferCounter Count()
    {
        var counter = new TransferCounter();
        foreach (var draw in Draws)
        {
            if (draw.InNoise is not null && draw.Added != images.Count)
            {
                throw new InvalidOperationException(
                    $"draw {draw.Draw} of the set has {draw.Added} images; it must have all {images.Count} that it is made of.");
            }

            for (var i = 0; i < images.Count; i++)
            {
                counter.Add(images.Label(i), clean[i], draw.Classes[i], draw.Targets[i], draw.InNoise?[i]);
            }
        }

        return counter;
    }
}

/// <summary>The verdicts on one draw of every image.</summary>
/// <param name="draw">Which.</param>
/// <param name="images">How many there are.</param>
internal sealed class DrawVerdicts(int draw, int images)
{
    internal int Draw { get; } = draw;

    /// <summary>Verdicts so far.</summary>
    internal int Added { get; set; }

    internal int[] Classes { get; init; } = new int[images];

    /// <summary>Null for clean images.</summary>
    internal int[]? InNoise { get; init; } = new int[images];

    internal int?[] Targets { get; } = new int?[images];
}
