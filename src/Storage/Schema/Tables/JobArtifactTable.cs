using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class JobArtifactTable() : Table<JobArtifactRecord>("job_artifacts", nameof(JobArtifactRecord.Job), nameof(JobArtifactRecord.Role))
{
    protected override void Configure(EntityTypeBuilder<JobArtifactRecord> builder)
    {
        // Who made a damaged artifact.
        builder.HasIndex(row => row.Hash);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ArtifactRecord>().WithMany().HasForeignKey(row => row.Hash).OnDelete(DeleteBehavior.Restrict);
    }
}
