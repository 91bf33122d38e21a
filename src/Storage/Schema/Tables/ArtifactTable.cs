using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ArtifactTable : IEntityTypeConfiguration<ArtifactRecord>
{
    public void Configure(EntityTypeBuilder<ArtifactRecord> builder)
    {
        builder.ToTable("artifacts", table =>
        {
            table.HasCheckConstraint("ck_artifacts_bytes", "bytes >= 0");
        });
        builder.HasKey(row => row.Hash);
    }
}
