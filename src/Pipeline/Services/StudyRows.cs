using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline;

/// <summary>The result rows of one study, and what the study calls the jobs that left them. Each table is read once.</summary>
internal sealed class StudyRows
{
    private readonly string _study;
    private readonly IResultStore _results;
    private readonly Dictionary<Type, object> _read = [];

    private StudyRows(string study, IResultStore results, IReadOnlyList<StudyJob> names) =>
        (_study, _results, Names) = (study, results, [.. names.OrderBy(n => n.Ordinal)]);

    /// <summary>In the order of the plan.</summary>
    internal IReadOnlyList<StudyJob> Names { get; }

    internal static async Task<StudyRows> ReadAsync(string study, IResultStore results, CancellationToken cancellationToken) =>
        new(study, results, await results.ReadStudyJobsAsync(study, cancellationToken));

    /// <summary>The rows of one table by job.</summary>
    internal async Task<ILookup<JobKey, TRow>> OfAsync<TRow>(CancellationToken cancellationToken)
        where TRow : ResultRow
    {
        if (!_read.TryGetValue(typeof(TRow), out var rows))
        {
            rows = (await _results.ReadRowsAsync<TRow>(_study, cancellationToken)).ToLookup(r => r.Job);
            _read[typeof(TRow)] = rows;
        }

        return (ILookup<JobKey, TRow>)rows;
    }

    /// <summary>A line for every row and name of a kind's finished jobs, in the order of the plan and, within a job, of the rows.</summary>
    internal async Task<IReadOnlyList<TLine>> LinesAsync<TRow, TLine>(JobKind kind, Func<StudyJob, TRow, TLine> line, CancellationToken cancellationToken)
        where TRow : ResultRow
    {
        var rows = await OfAsync<TRow>(cancellationToken);
        return [.. Names.Where(n => n.Kind == kind.Name).SelectMany(n => rows[n.Job].Select(row => line(n, row)))];
    }
}
