using System.Data.Common;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Experiments.Storage;

internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction? transaction) : SqlSession(connection, transaction)
{
    // Below this many rows one INSERT beats the round trips that COPY needs to start and end.
    private const int RowsWorthCopying = 16;

    internal override object KeyList(IEnumerable<string> keys) => keys.ToArray();

    internal override async Task InsertAsync<TRow>(Table table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count >= RowsWorthCopying)
        {
            await CopyAsync(table, rows, cancellationToken);
        }
        else if (rows.Count > 0)
        {
            await InsertFewAsync(table, rows, cancellationToken);
        }
    }

    internal override async Task<List<T>> BatchAsync<T>(
        IReadOnlyList<SqlStatement> statements, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var (name, value) in statement.Parameters)
            {
                command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            }

            batch.BatchCommands.Add(command);
        }

        List<T> rows = [];
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(StoredText.Row(reader, read));
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
        return rows;
    }

    protected override DbCommand Prepare(string sql, (string Name, object? Value)[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    protected override void Return(DbCommand command) => command.Dispose();

    private static NpgsqlDbType[] TypesOf(Table table) => [.. table.Columns.Select(column => column.StoreType switch
    {
        "text" => NpgsqlDbType.Text,
        "integer" => NpgsqlDbType.Integer,
        "bigint" => NpgsqlDbType.Bigint,
        "double precision" => NpgsqlDbType.Double,
        "boolean" => NpgsqlDbType.Boolean,
        "bytea" => NpgsqlDbType.Bytea,
        var type => throw new NotSupportedException($"column type of {table.Name} is {type}; it must be one that the bulk insert knows."),
    })];

    private async Task CopyAsync<TRow>(Table table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        var types = TypesOf(table);
        await using var writer = await connection.BeginBinaryImportAsync(
            $"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellationToken);
            for (var column = 0; column < types.Length; column++)
            {
                var value = table.Columns[column].Value(row);
                if (value == DBNull.Value)
                {
                    await writer.WriteNullAsync(cancellationToken);
                }
                else
                {
                    await writer.WriteAsync(value, types[column], cancellationToken);
                }
            }
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private async Task InsertFewAsync<TRow>(Table table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        var types = TypesOf(table);
        var sql = new StringBuilder($"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ");
        await using var command = new NpgsqlCommand { Connection = connection, Transaction = transaction };
        for (var row = 0; row < rows.Count; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < types.Length; column++)
            {
                command.Parameters.Add(
                    new NpgsqlParameter { NpgsqlDbType = types[column], Value = table.Columns[column].Value(rows[row]) });
                sql.Append(column == 0 ? "$" : ", $").Append(command.Parameters.Count);
            }

            sql.Append(')');
        }

        command.CommandText = sql.ToString();
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
