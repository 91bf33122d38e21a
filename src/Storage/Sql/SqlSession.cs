using System.Data.Common;

namespace Experiments.Storage;

/// <summary>One connection inside one transaction. The ledger speaks SQL through it: a lease or a commit is a handful of statements on
/// single rows, where change tracking would cost more than the database does.</summary>
internal abstract class SqlSession(DbConnection connection, DbTransaction? transaction)
{
    private Action? _committed;

    internal DbConnection Connection { get; } = connection;

    internal DbTransaction? Transaction { get; } = transaction;

    /// <summary>Runs <paramref name="action"/> once the transaction is durable; not at all when it is rolled back.</summary>
    internal void OnCommitted(Action action) => _committed += action;

    internal void Committed() => _committed?.Invoke();

    /// <summary>Runs a statement.</summary>
    /// <returns>The number of rows it changed.</returns>
    internal Task<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken) =>
        ExecuteAsync(statement.Sql, cancellationToken, statement.Parameters);

    /// <inheritdoc cref="ExecuteAsync(SqlStatement, CancellationToken)"/>
    internal async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var command = Prepare(sql, parameters);
        try
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            Return(command);
        }
    }

    /// <summary>Runs a query and reads all its rows.</summary>
    internal Task<List<T>> QueryAsync<T>(SqlStatement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        QueryAsync(statement.Sql, read, cancellationToken, statement.Parameters);

    /// <inheritdoc cref="QueryAsync{T}(SqlStatement, Func{DbDataReader, T}, CancellationToken)"/>
    internal async Task<List<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var command = Prepare(sql, parameters);
        try
        {
            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(StoredText.Row(reader, read));
            }

            return rows;
        }
        finally
        {
            Return(command);
        }
    }

    /// <summary>Runs statements one after the other, each seeing what the ones before it did; on PostgreSQL in one round trip.</summary>
    /// <returns>The rows of those that return any.</returns>
    internal abstract Task<List<T>> BatchAsync<T>(
        IReadOnlyList<SqlStatement> statements, Func<DbDataReader, T> read, CancellationToken cancellationToken);

    /// <summary>Inserts rows, in their order.</summary>
    internal abstract Task InsertAsync<TRow>(Table table, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class;

    /// <summary>The parameter value for a list of keys, read in SQL through <see cref="RelationalDatabase.KeysIn"/>.</summary>
    internal abstract object KeyList(IEnumerable<string> keys);

    /// <summary>The command for this text with these values, ready to run in the transaction.</summary>
    protected abstract DbCommand Prepare(string sql, (string Name, object? Value)[] parameters);

    /// <summary>The command has run; its reader is closed.</summary>
    protected abstract void Return(DbCommand command);
}

/// <summary>SQL and its values.</summary>
internal sealed record SqlStatement(string Sql, params (string Name, object? Value)[] Parameters);
