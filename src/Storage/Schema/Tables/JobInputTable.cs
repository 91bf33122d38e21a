using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class JobInputTable() : Table<JobInputRecord>("job_inputs", nameof(JobInputRecord.Job), nameof(JobInputRecord.Ordinal))
{
    protected override void Configure(EntityTypeBuilder<JobInputRecord> builder)
    {
        // The dependents of a job that was just committed.
        builder.HasIndex(row => row.Input);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Input).OnDelete(DeleteBehavior.Restrict);
    }
}
