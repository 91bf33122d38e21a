using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Experiments.Storage;

/// <summary>
/// The tables, one configuration class each. The same model serves SQLite and PostgreSQL; only <c>artifact_chunks</c> exists on PostgreSQL alone,
/// because SQLite keeps artifacts as files.
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
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ExperimentsContext).Assembly);
        if (!Database.IsNpgsql())
        {
            modelBuilder.Ignore<ArtifactChunkRecord>();
        }

        SnakeCase.Rename(modelBuilder.Model);
    }
}
