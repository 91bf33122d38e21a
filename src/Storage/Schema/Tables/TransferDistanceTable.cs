using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class TransferDistanceTable()
    : Table<TransferDistanceRow>("transfer_distances", nameof(TransferDistanceRow.Job))
{
    // SET is a word of SQL.
    protected override string ColumnOf(string property) => property == nameof(TransferDistanceRow.Set) ? "adversarial_set" : base.ColumnOf(property);

    protected override void Configure(EntityTypeBuilder<TransferDistanceRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_transfer_distances_counts", "victim_correct >= 0 AND victim_correct <= images AND fooled >= 0 AND fooled <= victim_correct");
            table.HasCheckConstraint("ck_transfer_distances_cap", "cap > 0");
        });
        builder.HasIndex(row => row.Set);
        builder.HasIndex(row => row.Victim);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Set).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Victim).OnDelete(DeleteBehavior.Restrict);
    }
}
