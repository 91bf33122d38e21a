using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The distortions of one set's images.</summary>
public sealed class DistortionSample
{
    private DistortionSample(string table, string? source, string attack, IReadOnlyList<double> distortions, int images, int wrongBefore) =>
        (Table, Source, Attack, Distortions, Images, WrongBefore) = (table, source, attack, distortions, images, wrongBefore);

    public string Table { get; }

    public string? Source { get; }

    public string Attack { get; }

    /// <summary>Of the images that the attack moved to where it wanted them, rising.</summary>
    public IReadOnlyList<double> Distortions { get; }

    /// <summary>Perturbed images, moved or not.</summary>
    public int Images { get; }

    /// <summary>Images that the source misread before any change.</summary>
    public int WrongBefore { get; }

    /// <summary>The share of all images that the source reads correctly when each is moved by at most this far: those right before whose
    /// smallest perturbation found is larger.</summary>
    public IReadOnlyList<(double Distortion, double Accuracy)> Accuracy { get; private init; } = [];

    /// <summary>Collects the sets of attacks that look for the smallest perturbation. Others move every image by what they were
    /// told.</summary>
    public static async Task<IReadOnlyList<DistortionSample>> CollectAsync(
        IAsyncEnumerable<StudyRow<AdversarialExampleRow>> examples, StudyTables tables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(tables);
        var minimal = tables.Of<AdversarialSetRow>()
            .Where(set => set.Row.AttackClass == AttackClasses.MinimalNorm)
            .Select(set => NameOf(set.Names))
            .ToHashSet();
        var sets = new List<(StudyRow<AdversarialExampleRow> First, List<StudyRow<AdversarialExampleRow>> Lines)>();
        await foreach (var line in examples.WithCancellation(cancellationToken))
        {
            if (!minimal.Contains(NameOf(line.Names)))
            {
                continue;
            }

            if (sets.Count == 0 || NameOf(sets[^1].First.Names) != NameOf(line.Names))
            {
                sets.Add((line, []));
            }

            if (line.Row.Success is not null)
            {
                sets[^1].Lines.Add(line);
            }
        }

        return [.. sets.Where(set => set.Lines.Count > 0).Select(set => Of(set.First, set.Lines))];
    }

    private static (string? Table, string? Source, string? Attack) NameOf(StudyJob job) => (job.Table, job.Source, job.Attack);

    private static DistortionSample Of(StudyRow<AdversarialExampleRow> first, List<StudyRow<AdversarialExampleRow>> lines)
    {
        var right = lines.Where(line => line.Row.PredictedBefore == line.Row.Label).ToList();
        List<double> fooled = [.. right.Where(line => line.Row.Success == true).Select(line => line.Row.Distortion).Order()];
        return new DistortionSample(
            first.Names.Table!, first.Names.Source, first.Names.Attack!,
            [.. lines.Where(line => line.Row.Success == true).Select(line => line.Row.Distortion).Order()], lines.Count,
            lines.Count - right.Count)
        {
            Accuracy = [(0, (double)right.Count / lines.Count), .. fooled.Select(
                (distortion, i) => (distortion, (double)(right.Count - i - 1) / lines.Count))],
        };
    }
}
