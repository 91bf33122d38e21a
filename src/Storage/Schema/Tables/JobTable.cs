using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class JobTable : IEntityTypeConfiguration<JobRecord>
{
    public void Configure(EntityTypeBuilder<JobRecord> builder)
    {
        builder.ToTable("jobs", table =>
        {
            table.HasCheckConstraint("ck_jobs_state", "state IN ('waiting', 'ready', 'leased', 'done', 'failed', 'cancelled')");
            table.HasCheckConstraint("ck_jobs_ready", "state <> 'ready' OR missing_inputs = 0");
            table.HasCheckConstraint("ck_jobs_lease", "(state = 'leased') = (lease_expires_at IS NOT NULL)");
            table.HasCheckConstraint("ck_jobs_missing_inputs", "missing_inputs >= 0");
            table.HasCheckConstraint("ck_jobs_tries", "attempts >= 0 AND failures >= 0 AND losses >= 0 AND token >= 0");
        });
        builder.HasKey(row => row.Key);
        // The claim reads its jobs from the front of this index, however many others there are.
        builder.HasIndex(row => new { row.State, row.Priority, row.Sequence }).IsDescending(false, true, false);
        builder.HasIndex(row => row.LeaseExpiresAt).HasFilter("lease_expires_at IS NOT NULL");
        builder.HasOne<WorkerRecord>().WithMany().HasForeignKey(row => row.Worker).OnDelete(DeleteBehavior.Restrict);
    }
}
