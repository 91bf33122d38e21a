using System.ComponentModel;
using System.Reflection;
using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Experiments.Storage;

/// <summary>
/// The results of a database for LINQ: <see cref="Results{TRow}"/> is what the views are, a result table beside a study's names;
/// <c>Set&lt;TRow&gt;()</c> is the table alone. What a row derives from its columns (a rate, an end of its interval) can be asked for as
/// the columns can. For reading only: results are written by jobs. The schema of both databases is made of this model, which is made of the
/// records; only <c>artifact_chunks</c> exists on PostgreSQL alone. The console does not use it and never pays for building it.
/// </summary>
public sealed class ExperimentsContext(DbContextOptions<ExperimentsContext> options) : DbContext(options)
{
    /// <summary>Reads the SQLite database of a folder, which a program of this version has opened before.</summary>
    public static ExperimentsContext ForSqlite(EmbeddedHome home)
    {
        ArgumentNullException.ThrowIfNull(home);
        return new(new DbContextOptionsBuilder<ExperimentsContext>().UseSqlite($"Data Source={home.DatabaseFile};Mode=ReadOnly").Options);
    }

    /// <summary>Reads a PostgreSQL database, which a program of this version has opened before.</summary>
    /// <param name="connection"><c>postgres://user:password@host:port/name</c>, or Npgsql's keyword form.</param>
    /// <exception cref="Ports.StorageException">The text is malformed; the message holds no password.</exception>
    public static ExperimentsContext ForPostgres(string connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new(
            new DbContextOptionsBuilder<ExperimentsContext>().UseNpgsql(PostgresConnectionText.Parse(connection).ConnectionString).Options);
    }

    /// <summary>A result table beside the names that studies give its jobs: a row for each name of a row's job.</summary>
    /// <typeparam name="TRow">The record of the table.</typeparam>
    /// <param name="everyRevision">Of the newest revision of each study only, or of all of them.</param>
    public IQueryable<NamedRow<TRow>> Results<TRow>(bool everyRevision = false)
        where TRow : ResultRow
    {
        var kind = ResultTable.Of(typeof(TRow)).Kind;
        return from name in Set<StudyJobRecord>()
               where name.Kind == kind
               join study in Set<StudyRecord>() on new { Name = name.Study, name.Revision } equals new { study.Name, study.Revision }
               where everyRevision || study.SupersededAt == null
               join row in Set<TRow>() on name.Job equals row.Job
               select new NamedRow<TRow>
               {
                   Study = name.Study,
                   Revision = name.Revision,
                   Position = name.Position,
                   Table = name.TableName,
                   Model = name.Model,
                   Source = name.Source,
                   Attack = name.Attack,
                   Victim = name.Victim,
                   Data = name.Data,
                   Replicate = name.Replicate,
                   Row = row,
               };
    }

    /// <exception cref="NotSupportedException">Always.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw ReadOnly();

    /// <exception cref="NotSupportedException">Always.</exception>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).AddInterceptors(new DerivedColumns());

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<JobKey>().HaveConversion<JobKeyConverter>();
        configurationBuilder.Properties<ArtifactHash>().HaveConversion<ArtifactHashConverter>();
        configurationBuilder.Properties<ulong>().HaveConversion<UnsignedConverter>();
        // An index per foreign key would be written on every lease and commit; the records name those that a query needs.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var table in Tables.All.Where(table => !table.IsOnPostgresOnly || Database.IsNpgsql()))
        {
            Add(table, modelBuilder);
        }

        foreach (var view in Tables.Unpacked)
        {
            AddView(view, modelBuilder);
        }

        foreach (var type in modelBuilder.Model.GetEntityTypes())
        {
            NameInLowerCase(type);
        }
    }

    private static void Add(Table table, ModelBuilder model)
    {
        var entity = model.Entity(table.RowType);
        entity.ToTable(table.Name, builder =>
        {
            foreach (var (name, condition) in table.Checks)
            {
                builder.HasCheckConstraint($"ck_{table.Name}_{name}", condition);
            }
        });
        entity.HasKey([.. table.Key.Select(column => column.Property.Name)]);
        foreach (var column in table.Declared)
        {
            var property = entity.Property(column.Property.Name).HasColumnName(column.Name).ValueGeneratedNever();
            if (column.Property.GetCustomAttribute<DefaultValueAttribute>() is { } value)
            {
                property.HasDefaultValue(value.Value);
            }
        }

        foreach (var index in table.Indexes)
        {
            var built = entity.HasIndex([.. index.Properties]).HasFilter(index.Filter);
            if (index.Descending is not null)
            {
                built.IsDescending([.. index.Properties.Select(property => property == index.Descending)]);
            }
        }

        foreach (var (columns, other) in table.ForeignKeys)
        {
            entity.HasOne(other).WithMany().HasForeignKey([.. columns.Select(column => column.Property.Name)]).OnDelete(
                table.Cascades ? DeleteBehavior.Cascade : DeleteBehavior.Restrict);
        }
    }

    private static void AddView(Table view, ModelBuilder model)
    {
        var entity = model.Entity(view.RowType).HasNoKey().ToView(view.Name);
        foreach (var column in view.Declared)
        {
            entity.Property(column.Property.Name).HasColumnName(column.Name);
        }
    }

    // Names that need no quotes in SQL.
    private static void NameInLowerCase(IMutableEntityType type)
    {
        foreach (var key in type.GetKeys())
        {
            key.SetName(key.GetDefaultName()?.ToLowerInvariant());
        }

        foreach (var foreignKey in type.GetForeignKeys())
        {
            foreignKey.SetConstraintName(foreignKey.GetDefaultName()?.ToLowerInvariant());
        }

        foreach (var index in type.GetIndexes())
        {
            index.SetDatabaseName(index.GetDefaultDatabaseName()?.ToLowerInvariant());
        }
    }

    private static NotSupportedException ReadOnly() => new("results are written by jobs; this context only reads.");
}
