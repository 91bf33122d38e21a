using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ArtifactChunkTable : IEntityTypeConfiguration<ArtifactChunkRecord>
{
    public void Configure(EntityTypeBuilder<ArtifactChunkRecord> builder)
    {
        builder.ToTable("artifact_chunks", table =>
        {
            table.HasCheckConstraint("ck_artifact_chunks_ordinal", "ordinal >= 0");
        });
        builder.HasKey(row => new { row.Hash, row.Ordinal });
        builder.HasOne<ArtifactRecord>().WithMany().HasForeignKey(row => row.Hash).OnDelete(DeleteBehavior.Cascade);
    }
}
