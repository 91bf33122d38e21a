using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Experiments.Storage;

/// <summary>Compiled statements of one connection by their text: compiling costs more than running.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    internal SqliteCommand Get(string sql)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }

        return command;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }
}

internal sealed class SqliteSession(SqliteConnection connection, SqliteTransaction? transaction, SqliteStatements statements)
    : SqlSession(connection, transaction)
{
    internal override object KeyList(IEnumerable<string> keys) => JsonSerializer.Serialize(keys);

    internal override async Task<List<T>> BatchAsync<T>(
        IReadOnlyList<SqlStatement> statements, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        foreach (var statement in statements)
        {
            rows.AddRange(await QueryAsync(statement, read, cancellationToken));
        }

        return rows;
    }

    internal override Task InsertAsync<TRow>(Table table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        var parameters = new (string Name, object? Value)[table.Columns.Count];
        for (var column = 0; column < parameters.Length; column++)
        {
            parameters[column] = ($"@p{column}", DBNull.Value);
        }

        var command = Prepare(
            $"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ({string.Join(", ", parameters.Select(p => p.Name))})", parameters);
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var column = 0; column < parameters.Length; column++)
            {
                command.Parameters[column].Value = table.Columns[column].Value(row);
            }

            command.ExecuteNonQuery();
        }

        return Task.CompletedTask;
    }

    protected override DbCommand Prepare(string sql, (string Name, object? Value)[] parameters)
    {
        var command = statements.Get(sql);
        command.Transaction = (SqliteTransaction?)Transaction;
        if (command.Parameters.Count != parameters.Length)
        {
            command.Parameters.Clear();
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            }

            return command;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }

    // Kept compiled for the next call; without its transaction it cannot run by mistake.
    protected override void Return(DbCommand command) => command.Transaction = null;
}
