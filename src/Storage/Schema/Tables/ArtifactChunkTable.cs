using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ArtifactChunkTable()
    : Table<ArtifactChunkRecord>("artifact_chunks", nameof(ArtifactChunkRecord.Hash), nameof(ArtifactChunkRecord.Ordinal))
{
    protected override void Configure(EntityTypeBuilder<ArtifactChunkRecord> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_artifact_chunks_ordinal", "ordinal >= 0");
        });
        builder.HasOne<ArtifactRecord>().WithMany().HasForeignKey(row => row.Hash).OnDelete(DeleteBehavior.Cascade);
    }
}
