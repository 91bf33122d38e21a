using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class AdversarialSetTable() : Table<AdversarialSetRow>("adversarial_sets", nameof(AdversarialSetRow.Job))
{
    protected override void Configure(EntityTypeBuilder<AdversarialSetRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_adversarial_sets_counts", "misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0");
            table.HasCheckConstraint("ck_adversarial_sets_distortion", "mean_distortion >= 0 AND median_distortion >= 0");
        });
        builder.HasIndex(row => row.Source);
        builder.Property(row => row.Backend).HasDefaultValue("cpu");
        builder.Property(row => row.Deterministic).HasDefaultValue(true);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Source).OnDelete(DeleteBehavior.Restrict);
    }
}
