using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>Finds one trained model by a study's name for it or by its key.</summary>
internal sealed class ModelFinder(IResultStore results)
{
    private const int LeastDigits = 8;

    /// <param name="model">A name, or at least 8 digits of a key.</param>
    /// <param name="study">Looks in this study only; null for all, the latest first.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ModelNotFoundException">None fits, or several keys do.</exception>
    internal async Task<ModelRow> FindAsync(string model, string? study, CancellationToken cancellationToken)
    {
        var studies = study is null ? (await results.ListStudiesAsync(cancellationToken)).Select(s => s.Name).ToList() : [study];
        var known = new List<string>();
        var keys = new HashSet<JobKey>();
        foreach (var name in studies)
        {
            var trained = (await results.ReadRowsAsync<ModelRow>(name, cancellationToken)).ToDictionary(r => r.Job);
            foreach (var job in (await results.ReadStudyJobsAsync(name, cancellationToken)).Where(
                j => j.Model is not null && trained.ContainsKey(j.Job)))
            {
                if (job.Model == model)
                {
                    return trained[job.Job];
                }

                keys.Add(job.Job);
                known.Add(job.Model!);
            }
        }

        return await FindByKeyAsync(model, study is null ? null : keys, cancellationToken)
            ?? throw new ModelNotFoundException(model, [.. known.Distinct()]);
    }

    private async Task<ModelRow?> FindByKeyAsync(string digits, HashSet<JobKey>? within, CancellationToken cancellationToken)
    {
        if (digits.Length < LeastDigits || !digits.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var rows = (await results.FindModelsAsync(digits, cancellationToken)).Where(r => within is null || within.Contains(r.Job)).ToList();
        return rows.Count == 1 ? rows[0] : null;
    }
}
