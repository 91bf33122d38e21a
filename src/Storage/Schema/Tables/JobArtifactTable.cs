using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class JobArtifactTable : IEntityTypeConfiguration<JobArtifactRecord>
{
    public void Configure(EntityTypeBuilder<JobArtifactRecord> builder)
    {
        builder.ToTable("job_artifacts");
        builder.HasKey(row => new { row.Job, row.Role });
        // Who made a damaged artifact.
        builder.HasIndex(row => row.Hash);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ArtifactRecord>().WithMany().HasForeignKey(row => row.Hash).OnDelete(DeleteBehavior.Restrict);
    }
}
