using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class NoiseCurveTable()
    : Table<NoiseCurveRow>("noise_curves", nameof(NoiseCurveRow.Job), nameof(NoiseCurveRow.Perturbation), nameof(NoiseCurveRow.Step))
{
    protected override void Configure(EntityTypeBuilder<NoiseCurveRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_noise_curves_correct", "correct >= 0 AND correct <= images");
            table.HasCheckConstraint("ck_noise_curves_interval", "accuracy_low >= 0 AND accuracy_low <= accuracy_high AND accuracy_high <= 1");
            table.HasCheckConstraint("ck_noise_curves_size", "step >= 0 AND size > 0");
        });
        builder.HasIndex(row => row.Model);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Model).OnDelete(DeleteBehavior.Restrict);
    }
}
