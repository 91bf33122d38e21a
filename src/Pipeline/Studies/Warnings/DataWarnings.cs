using Experiments.Datasets;
using Experiments.Pipeline.Data;

namespace Experiments.Pipeline.Studies.Warnings;

/// <summary>What networks cannot learn from the data as they are.</summary>
internal sealed class DataWarnings(WarnedStudy of)
{
    private readonly Dictionary<string, List<string>> _missing = [];

    internal void Run()
    {
        foreach (var (name, entry) in of.Study.Data)
        {
            var dataset = of.Dataset(name);
            if (dataset.DroppedAlpha is { } alpha)
            {
                of.Warn(
                    entry, "dataset",
                    $"dataset is '{entry.Dataset}', in which the alpha channel is not constant in "
                        + FormattableString.Invariant($"{alpha.Images} image{(alpha.Images == 1 ? "" : "s")}, {alpha.First} first. ")
                        + "It is left out: put the images onto a background before.");
            }

            if ((dataset.Native ?? dataset).ClassNames is { } classes && NumbersAmongOthers(classes))
            {
                of.Warn(
                    entry, "dataset",
                    $"dataset is '{entry.Dataset}', whose classes are in the order of their names as text: {string.Join(", ", classes)}. "
                        + "Numbers are in the order of numbers only where all names are: rename the others.");
            }
        }

        foreach (var model in of.Study.Models.Where(model => model.Pretrained is null))
        {
            WarnOfClasses(model);
        }
    }

    /// <summary>Names that are numbers of several lengths beside names that are none.</summary>
    private static bool NumbersAmongOthers(IReadOnlyList<string> names)
    {
        var numbers = names.Where(name => name.All(char.IsAsciiDigit)).ToList();
        return numbers.Count < names.Count && numbers.Select(number => number.Length).Distinct().Count() > 1;
    }

    private void WarnOfClasses(StudyModel model)
    {
        var dataset = of.Dataset(model.TrainOn);
        if (dataset.ClassNames is not { } names || of.Places(model.TrainOn) is not { Split.Format.Labels: { } labels } places)
        {
            return;
        }

        var missing = Missing(model.TrainOn, places, labels, dataset, names);
        if (missing.Count > 0)
        {
            of.Warn(
                model, "trainOn",
                $"trainOn is '{model.TrainOn}', which has no image of {(missing.Count == 1 ? "class" : "classes")} "
                    + $"{WarnedStudy.Quoted(missing)}: '{model.Name}' cannot learn what they are. Add images, or remove the class.");
        }
    }

    /// <summary>Classes without an image; looked for once, whoever is trained on the data.</summary>
    private List<string> Missing(
        string data, ImagePlaces places, IReadOnlyList<int> labels, DatasetDescription dataset, IReadOnlyList<string> names)
    {
        if (!_missing.TryGetValue(data, out var missing))
        {
            var there = places.Positions.Select(position => ImageFormRules.LabelIn(dataset.Form, labels[position])).ToHashSet();
            _missing[data] = missing = [.. names.Where((_, label) => !there.Contains(label))];
        }

        return missing;
    }
}
