using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class WorkerReportTable() : Table<WorkerReportRecord>("worker_reports", nameof(WorkerReportRecord.Worker))
{
    protected override void Configure(EntityTypeBuilder<WorkerReportRecord> builder)
    {
        builder.ToTable(table =>
            table.HasCheckConstraint("ck_worker_reports_rates", "slots >= 0 AND images_per_second >= 0 AND gradient_evaluations_per_second >= 0"));
        builder.HasOne<WorkerRecord>().WithMany().HasForeignKey(row => row.Worker).OnDelete(DeleteBehavior.Cascade);
    }
}
