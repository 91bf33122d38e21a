using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ActivityTable() : Table<ActivityRecord>("activities", nameof(ActivityRecord.Job))
{
    protected override void Configure(EntityTypeBuilder<ActivityRecord> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("ck_activities_amount", "done >= 0 AND total >= 0"));
        // A worker replaces what it said before.
        builder.HasIndex(row => row.Worker);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<WorkerRecord>().WithMany().HasForeignKey(row => row.Worker).OnDelete(DeleteBehavior.Cascade);
    }
}
