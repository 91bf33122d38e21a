using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class WorkerReportTable : IEntityTypeConfiguration<WorkerReportRecord>
{
    public void Configure(EntityTypeBuilder<WorkerReportRecord> builder)
    {
        builder.ToTable("worker_reports", table =>
            table.HasCheckConstraint("ck_worker_reports_rates", "slots >= 0 AND images_per_second >= 0 AND gradient_evaluations_per_second >= 0"));
        builder.HasKey(row => row.Worker);
        builder.HasOne<WorkerRecord>().WithMany().HasForeignKey(row => row.Worker).OnDelete(DeleteBehavior.Cascade);
    }
}
