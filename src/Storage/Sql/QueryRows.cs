using System.Buffers;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage;

/// <summary>Hands the rows of a result over in batches: as many as make up for a hand-over, and no more than fit the memory of a process
/// whatever their values are.</summary>
internal sealed class QueryRows(string[] columns, QueryLimits limits, Func<QueryBatch, ValueTask> take)
{
    private const int BatchValues = 16384;
    private const int BatchLength = 1 << 20;

    private readonly int _batchRows = Math.Max(1, BatchValues / Math.Max(1, columns.Length));

    private TableValue[] _values = [];
    private int _rows;
    private int _total;
    private long _length;

    /// <summary>Whether the limit of rows is reached.</summary>
    internal bool AreEnough => _total == limits.Rows;

    /// <summary>The place for the values of the next row.</summary>
    internal Span<TableValue> Next()
    {
        if (_rows == 0)
        {
            _values = ArrayPool<TableValue>.Shared.Rent(_batchRows * columns.Length);
        }

        _total++;
        return _values.AsSpan(_rows++ * columns.Length, columns.Length);
    }

    /// <summary>The values of the row are there.</summary>
    /// <returns>Whether the batch is full: <see cref="HandOverAsync"/> is next.</returns>
    internal bool Fill(ReadOnlySpan<TableValue> row)
    {
        foreach (ref readonly var value in row)
        {
            _length += value.Kind == TableValueKind.Text ? value.Text.Length : 0;
        }

        return _rows == _batchRows || _length >= BatchLength;
    }

    internal ValueTask HandOverAsync()
    {
        var batch = new QueryBatch(columns, _values, _rows);
        (_values, _rows, _length) = ([], 0, 0);
        return take(batch);
    }
}
