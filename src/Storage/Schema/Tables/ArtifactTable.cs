using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ArtifactTable() : Table<ArtifactRecord>("artifacts", nameof(ArtifactRecord.Hash))
{
    protected override void Configure(EntityTypeBuilder<ArtifactRecord> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_artifacts_bytes", "bytes >= 0");
        });
    }
}
