using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Experiments.Storage;

/// <summary>What a migration does, said of the model as it is after it.</summary>
internal sealed class SchemaChange
{
    private readonly List<MigrationOperation> _created;
    private readonly List<MigrationOperation> _operations = [];

    internal SchemaChange(DbContext context)
    {
        var model = context.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        _created = [.. context.GetService<IMigrationsModelDiffer>().GetDifferences(null, model)];
    }

    internal IReadOnlyList<MigrationOperation> Operations => _operations;

    /// <summary>A new table with its indexes.</summary>
    internal void AddTable<TRow>()
        where TRow : class
    {
        _operations.Add(Created<TRow>());
        _operations.AddRange(_created.OfType<CreateIndexOperation>().Where(index => index.Table == Tables.Of<TRow>().Name));
    }

    /// <summary>New columns; rows that are there have null.</summary>
    internal void AddColumns<TRow>(params string[] columns)
        where TRow : class =>
        _operations.AddRange(columns.Select(name => Created<TRow>().Columns.Single(column => column.Name == name)));

    /// <summary>Conditions of the new columns, by the end of their names.</summary>
    internal void AddChecks<TRow>(params string[] checks)
        where TRow : class =>
        _operations.AddRange(
            checks.Select(name => Created<TRow>().CheckConstraints.Single(check => check.Name == $"ck_{check.Table}_{name}")));

    /// <summary>What the new columns refer to.</summary>
    internal void AddReferences<TRow>(params string[] columns)
        where TRow : class =>
        _operations.AddRange(columns.Select(name => Created<TRow>().ForeignKeys.Single(key => key.Columns.SequenceEqual([name]))));

    /// <summary>Columns that the record no longer has, and the conditions that name them.</summary>
    internal void DropColumns<TRow>(params string[] columns)
        where TRow : class =>
        _operations.AddRange(columns.Select(name => new DropColumnOperation { Table = Tables.Of<TRow>().Name, Name = name }));

    /// <summary>Columns that a row may have nothing in from now on.</summary>
    internal void AllowNull<TRow>(params string[] columns)
        where TRow : class =>
        _operations.AddRange(columns.Select(name =>
        {
            var column = Created<TRow>().Columns.Single(column => column.Name == name);
            return new AlterColumnOperation
            {
                Table = column.Table,
                Name = name,
                ClrType = column.ClrType,
                ColumnType = column.ColumnType,
                IsNullable = true,
                OldColumn = new AddColumnOperation
                {
                    Table = column.Table,
                    Name = name,
                    ClrType = column.ClrType,
                    ColumnType = column.ColumnType,
                    IsNullable = false,
                },
            };
        }));

    /// <summary>What is true of rows from before is said once, in an earlier migration: from now on every row says it.</summary>
    internal void DropDefaults<TRow>(params string[] columns)
        where TRow : class =>
        _operations.AddRange(columns.Select(name =>
        {
            var column = Created<TRow>().Columns.Single(column => column.Name == name);
            return new AlterColumnOperation
            {
                Table = column.Table,
                Name = name,
                ClrType = column.ClrType,
                ColumnType = column.ColumnType,
                OldColumn = new AddColumnOperation
                {
                    Table = column.Table,
                    Name = name,
                    ClrType = column.ClrType,
                    ColumnType = column.ColumnType,
                    DefaultValue = column.ClrType == typeof(string) ? "" : Activator.CreateInstance(column.ClrType),
                },
            };
        }));

    /// <summary>Moves data, in words that both databases understand.</summary>
    internal void Sql(string statement) => _operations.Add(new SqlOperation { Sql = statement });

    private CreateTableOperation Created<TRow>()
        where TRow : class =>
        _created.OfType<CreateTableOperation>().Single(table => table.Name == Tables.Of<TRow>().Name);
}
