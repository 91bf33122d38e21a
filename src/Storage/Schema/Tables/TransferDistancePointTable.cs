using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class TransferDistancePointTable()
    : Table<TransferDistancePointRow>("transfer_distance_points", nameof(TransferDistancePointRow.Job), nameof(TransferDistancePointRow.Axis), nameof(TransferDistancePointRow.Step))
{
    // LIMIT is a word of SQL.
    protected override string ColumnOf(string property) => property == nameof(TransferDistancePointRow.Limit) ? "limit_value" : base.ColumnOf(property);

    protected override void Configure(EntityTypeBuilder<TransferDistancePointRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_transfer_distance_points_counts", "fooled >= 0 AND fooled <= images");
            table.HasCheckConstraint("ck_transfer_distance_points_interval", "rate_low >= 0 AND rate_low <= rate_high AND rate_high <= 1");
        });
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
