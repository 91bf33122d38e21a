using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class AdversarialExampleTable : IEntityTypeConfiguration<AdversarialExampleRow>
{
    public void Configure(EntityTypeBuilder<AdversarialExampleRow> builder)
    {
        builder.ToTable("adversarial_examples", table =>
        {
            table.HasCheckConstraint("ck_adversarial_examples_position", "image >= 0 AND draw >= 0");
            table.HasCheckConstraint("ck_adversarial_examples_distortion", "distortion >= 0");
            table.HasCheckConstraint("ck_adversarial_examples_cost", "iterations >= 0 AND gradient_evaluations >= 0");
            table.HasCheckConstraint("ck_adversarial_examples_gradient", "projected_gradient_norm >= 0");
        });
        builder.HasKey(row => new { row.Job, row.Image, row.Draw });
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
