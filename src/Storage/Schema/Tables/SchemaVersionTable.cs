using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class SchemaVersionTable() : Table<SchemaVersionRecord>("schema_versions", nameof(SchemaVersionRecord.Version))
{
    protected override void Configure(EntityTypeBuilder<SchemaVersionRecord> builder)
    {
        builder.Property(row => row.Version).ValueGeneratedNever();
    }
}
