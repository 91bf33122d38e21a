using System.Runtime.CompilerServices;
using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline.Services;

/// <summary>The result rows of one study under the names that it gives the jobs that left them. Each table is read once.</summary>
internal sealed class StudyRows
{
    private readonly string _study;
    private readonly IResultStore _results;
    private readonly PublishedResults? _published;
    private readonly Dictionary<Type, ILookup<JobKey, ResultRow>> _read = [];

    private StudyRows(string study, IResultStore results, PublishedResults? published, IReadOnlyList<StudyJob> names) =>
        (_study, _results, _published, Names) = (study, results, published, [.. names.OrderBy(n => n.Ordinal)]);

    /// <summary>In the order of the plan.</summary>
    internal IReadOnlyList<StudyJob> Names { get; }

    /// <param name="study">The study's name.</param>
    /// <param name="results">Where its rows are.</param>
    /// <param name="published">The publication that it compares itself with; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async Task<StudyRows> ReadAsync(
        string study, IResultStore results, PublishedResults? published, CancellationToken cancellationToken) =>
        new(study, results, published, await results.ReadStudyJobsAsync(study, cancellationToken));

    /// <summary>The study's tables with one more.</summary>
    internal async Task<StudyTables> AddAsync(StudyTables tables, ResultTable table, CancellationToken cancellationToken) =>
        await Rows.Of(table).AddAsync(this, tables, cancellationToken);

    /// <summary>Rows of one table, one by one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isWanted">Which jobs' rows.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal IAsyncEnumerable<StudyRow> StreamAsync(
        ResultTable table, Func<StudyJob, bool> isWanted, CancellationToken cancellationToken) =>
        Rows.Of(table).StreamAsync(this, isWanted, cancellationToken);

    /// <summary>The names of a table's jobs; a job that only serves another (a shard that another attack starts from) is in no
    /// table.</summary>
    private IEnumerable<StudyJob> NamesOf(ResultTable table) =>
        Names.Where(
            n => n.Kind == table.Kind && (n.Table is not null || !table.Names.Any(name => name is StudyName.Table or StudyName.Analysis)));

    private async Task<ILookup<JobKey, ResultRow>> OfAsync(ResultTable table, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(table.Row, out var rows))
        {
            rows = (await Rows.Of(table).ReadAsync(this, cancellationToken)).ToLookup(row => row.Job);
            _read[table.Row] = rows;
        }

        return rows;
    }

    /// <summary>What finds the rows that stand beside a row of the table.</summary>
    private async Task<Func<ResultRow, IReadOnlyList<ResultRow?>>> JoinsAsync(ResultTable table, CancellationToken cancellationToken)
    {
        var joins = new List<Func<ResultRow, ResultRow?>>();
        foreach (var joined in table.Joined)
        {
            var (other, key) = (ResultTable.Of(joined.Table), table.Column(joined.Key));
            var rows = await OfAsync(other, cancellationToken);
            var rest = other.Key.Skip(1).Select(column => (Theirs: column, Ours: table.Column(column.Property.Name))).ToList();
            joins.Add(row => key.Value(row) is JobKey job
                ? rows[job].FirstOrDefault(o => rest.All(c => Equals(c.Theirs.Value(o), c.Ours.Value(row))))
                : null);
        }

        return row => joins.ConvertAll(join => join(row));
    }

    /// <summary>The table's record as a type, where the table is known at run time only.</summary>
    private abstract class Rows
    {
        internal static Rows Of(ResultTable table) => (Rows)Activator.CreateInstance(typeof(Rows<>).MakeGenericType(table.Row))!;

        internal abstract Task<IReadOnlyList<ResultRow>> ReadAsync(StudyRows study, CancellationToken cancellationToken);

        internal abstract Task<StudyTables> AddAsync(StudyRows study, StudyTables tables, CancellationToken cancellationToken);

        internal abstract IAsyncEnumerable<StudyRow> StreamAsync(
            StudyRows study, Func<StudyJob, bool> isWanted, CancellationToken cancellationToken);
    }

    private sealed class Rows<TRow> : Rows
        where TRow : ResultRow
    {
        private readonly ResultTable _table = ResultTable.Of(typeof(TRow));

        internal override async Task<IReadOnlyList<ResultRow>> ReadAsync(StudyRows study, CancellationToken cancellationToken) =>
            await study._results.ReadRowsAsync<TRow>(study._study, cancellationToken);

        internal override async Task<StudyTables> AddAsync(StudyRows study, StudyTables tables, CancellationToken cancellationToken)
        {
            var rows = await study.OfAsync(_table, cancellationToken);
            var joins = await study.JoinsAsync(_table, cancellationToken);
            return tables.With(
                study.NamesOf(_table).SelectMany(name => rows[name.Job].Select(row => Named(study, name, (TRow)row, joins))));
        }

        internal override async IAsyncEnumerable<StudyRow> StreamAsync(
            StudyRows study, Func<StudyJob, bool> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var joins = await study.JoinsAsync(_table, cancellationToken);

            foreach (var name in study.NamesOf(_table).Where(isWanted))
            {
                await foreach (var row in study._results.StreamRowsAsync<TRow>([name.Job], cancellationToken))
                {
                    yield return Named(study, name, row, joins);
                }
            }
        }

        private static StudyRow<TRow> Named(StudyRows study, StudyJob name, TRow row, Func<ResultRow, IReadOnlyList<ResultRow?>> joins) =>
            new(name, row) { Published = study._published?.Of(name), Joined = joins(row) };
    }
}
