using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class UniversalCellTable()
    : Table<UniversalCellRow>("universal_cells", nameof(UniversalCellRow.Job), nameof(UniversalCellRow.Perturbation))
{
    protected override void Configure(EntityTypeBuilder<UniversalCellRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_universal_cells_counts", "fooled >= 0 AND fooled <= images AND victim_correct >= 0 AND victim_correct <= images AND errors_among_victim_correct >= 0 AND errors_among_victim_correct <= victim_correct");
            table.HasCheckConstraint("ck_universal_cells_interval", "fooling_rate_low >= 0 AND fooling_rate_low <= fooling_rate_high AND fooling_rate_high <= 1");
        });
        builder.HasIndex(row => row.Source);
        builder.HasIndex(row => row.Victim);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Source).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Victim).OnDelete(DeleteBehavior.Restrict);
    }
}
