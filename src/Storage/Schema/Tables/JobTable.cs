using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class JobTable() : Table<JobRecord>("jobs", nameof(JobRecord.Key))
{
    protected override void Configure(EntityTypeBuilder<JobRecord> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_jobs_state", "state IN ('waiting', 'ready', 'leased', 'done', 'failed', 'cancelled')");
            table.HasCheckConstraint("ck_jobs_ready", "state <> 'ready' OR missing_inputs = 0");
            table.HasCheckConstraint("ck_jobs_lease", "(state = 'leased') = (lease_expires_at IS NOT NULL)");
            table.HasCheckConstraint("ck_jobs_missing_inputs", "missing_inputs >= 0");
            table.HasCheckConstraint("ck_jobs_tries", "attempts >= 0 AND failures >= 0 AND losses >= 0 AND token >= 0");
        });
        // A claim reads its jobs from the front of one of these, however many others there are.
        builder.HasIndex(row => new { row.Priority, row.Sequence }).IsDescending(true, false).HasFilter("state = 'ready'");
        builder.HasIndex(row => new { row.Study, row.Priority, row.Sequence }).IsDescending(false, true, false).HasFilter("state = 'ready'");
        builder.HasIndex(row => row.LeaseExpiresAt).HasFilter("lease_expires_at IS NOT NULL");
        builder.Property(row => row.Device).HasDefaultValue("cpu");
        builder.Property(row => row.Cost).HasDefaultValue(0.0);

        // Worker and study have no foreign keys: every claim would lock the worker's row against its other claims.
    }
}
