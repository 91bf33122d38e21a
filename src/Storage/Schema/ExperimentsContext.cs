using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Experiments.Storage;

/// <summary>
/// The schema as EF Core sees it: what migrations lead to, held against them by tests. The program itself reads and writes through
/// <see cref="Tables"/>, which the model is made of, and never pays for building it. The same model serves SQLite and PostgreSQL; only
/// <c>artifact_chunks</c> exists on PostgreSQL alone, because SQLite keeps artifacts as files.
/// </summary>
internal sealed class ExperimentsContext(DbContextOptions<ExperimentsContext> options) : DbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<JobKey>().HaveConversion<JobKeyConverter>();
        configurationBuilder.Properties<ArtifactHash>().HaveConversion<ArtifactHashConverter>();
        configurationBuilder.Properties<ulong>().HaveConversion<UnsignedConverter>();
        // An index per foreign key would be written on every claim and commit; the configurations name those that a query needs.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var table in Tables.All.Where(t => t is not ArtifactChunkTable || Database.IsNpgsql()))
        {
            table.AddTo(modelBuilder);
        }

        SnakeCase.Rename(modelBuilder.Model);
    }
}
