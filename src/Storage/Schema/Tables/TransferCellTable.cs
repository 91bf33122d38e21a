using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class TransferCellTable() : Table<TransferCellRow>("transfer_cells", nameof(TransferCellRow.Job))
{
    // SET is a word of SQL.
    protected override string ColumnOf(string property) => property == nameof(TransferCellRow.Set) ? "adversarial_set" : base.ColumnOf(property);

    protected override void Configure(EntityTypeBuilder<TransferCellRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_transfer_cells_errors", "errors >= 0 AND errors <= images");
            table.HasCheckConstraint("ck_transfer_cells_victim_correct", "victim_correct >= 0 AND victim_correct <= images");
            table.HasCheckConstraint("ck_transfer_cells_errors_among_victim_correct", "errors_among_victim_correct >= 0 AND errors_among_victim_correct <= errors AND errors_among_victim_correct <= victim_correct");
            table.HasCheckConstraint("ck_transfer_cells_interval", "error_rate_low >= 0 AND error_rate_low <= error_rate_high AND error_rate_high <= 1");
            table.HasCheckConstraint("ck_transfer_cells_target_hits", "target_hits >= 0 AND target_hits <= errors");
        });
        builder.HasIndex(row => row.Set);
        builder.HasIndex(row => row.Victim);
        builder.Property(row => row.Backend).HasDefaultValue("cpu");
        builder.Property(row => row.Deterministic).HasDefaultValue(true);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Set).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Victim).OnDelete(DeleteBehavior.Restrict);
    }
}
