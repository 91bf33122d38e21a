using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class AdversarialExampleTable()
    : Table<AdversarialExampleRow>("adversarial_examples", nameof(AdversarialExampleRow.Job), nameof(AdversarialExampleRow.Image), nameof(AdversarialExampleRow.Draw))
{
    protected override void Configure(EntityTypeBuilder<AdversarialExampleRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_adversarial_examples_position", "image >= 0 AND draw >= 0");
            table.HasCheckConstraint("ck_adversarial_examples_distortion", "distortion >= 0");
            table.HasCheckConstraint("ck_adversarial_examples_cost", "iterations >= 0 AND gradient_evaluations >= 0");
            table.HasCheckConstraint("ck_adversarial_examples_gradient", "projected_gradient_norm >= 0");
        });
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
