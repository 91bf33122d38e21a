using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class UnitGroupTable()
    : Table<UnitGroupRow>("units", nameof(UnitGroupRow.Job), nameof(UnitGroupRow.Basis))
{
    protected override void Configure(EntityTypeBuilder<UnitGroupRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_units_basis", "basis IN ('unit', 'random-direction', 'random-images')");
            table.HasCheckConstraint("ck_units_counts", "layer >= 0 AND units >= 1 AND top >= 1 AND draws >= 0 AND tied >= 0");
            table.HasCheckConstraint("ck_units_entropy", "entropy_low >= 0 AND entropy_low <= entropy AND entropy <= entropy_high");
            table.HasCheckConstraint("ck_units_purity", "purity_low >= 0 AND purity_low <= purity AND purity <= purity_high AND purity_high <= 1");
        });
        builder.HasIndex(row => row.Model);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Model).OnDelete(DeleteBehavior.Restrict);
    }
}
