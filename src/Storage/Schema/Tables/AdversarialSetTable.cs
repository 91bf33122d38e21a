using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class AdversarialSetTable : IEntityTypeConfiguration<AdversarialSetRow>
{
    public void Configure(EntityTypeBuilder<AdversarialSetRow> builder)
    {
        builder.ToTable("adversarial_sets", table =>
        {
            table.HasCheckConstraint("ck_adversarial_sets_counts", "misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0");
            table.HasCheckConstraint("ck_adversarial_sets_distortion", "mean_distortion >= 0 AND median_distortion >= 0");
        });
        builder.HasKey(row => row.Job);
        builder.HasIndex(row => row.Source);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Source).OnDelete(DeleteBehavior.Restrict);
    }
}
