using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class SchemaVersionTable : IEntityTypeConfiguration<SchemaVersionRecord>
{
    public void Configure(EntityTypeBuilder<SchemaVersionRecord> builder)
    {
        builder.ToTable("schema_versions");
        builder.HasKey(row => row.Version);
        builder.Property(row => row.Version).ValueGeneratedNever();
    }
}
