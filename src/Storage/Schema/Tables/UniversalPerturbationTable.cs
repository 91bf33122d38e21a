using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class UniversalPerturbationTable()
    : Table<UniversalPerturbationRow>("universal_perturbations", nameof(UniversalPerturbationRow.Job))
{
    protected override void Configure(EntityTypeBuilder<UniversalPerturbationRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_universal_perturbations_fooled", "fooled >= 0 AND fooled <= images");
            table.HasCheckConstraint("ck_universal_perturbations_distortion", "distortion >= 0");
        });
        builder.HasIndex(row => row.Source);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Source).OnDelete(DeleteBehavior.Restrict);
    }
}
