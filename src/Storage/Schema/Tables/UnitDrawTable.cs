using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class UnitDrawTable()
    : Table<UnitDrawRow>("unit_draws", nameof(UnitDrawRow.Job), nameof(UnitDrawRow.Basis), nameof(UnitDrawRow.Draw))
{
    protected override void Configure(EntityTypeBuilder<UnitDrawRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_unit_draws_draw", "draw >= 0");
            table.HasCheckConstraint("ck_unit_draws_entropy", "entropy >= 0");
            table.HasCheckConstraint("ck_unit_draws_purity", "purity > 0 AND purity <= 1");
        });
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
