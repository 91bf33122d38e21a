using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ModelGroupTable() : Table<ModelGroupRow>("model_groups", nameof(ModelGroupRow.Job))
{
    protected override void Configure(EntityTypeBuilder<ModelGroupRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_model_groups_errors", "smallest_error >= 0 AND smallest_error <= largest_error AND largest_error <= 1");
            table.HasCheckConstraint("ck_model_groups_pairs", "pairs >= 0 AND pairs <= models");
        });
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
