using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class RandomDirectionTable()
    : Table<RandomDirectionRow>("random_directions", nameof(RandomDirectionRow.Job), nameof(RandomDirectionRow.Clipped))
{
    // SET is a word of SQL.
    protected override string ColumnOf(string property) => property == nameof(RandomDirectionRow.Set) ? "adversarial_set" : base.ColumnOf(property);

    protected override void Configure(EntityTypeBuilder<RandomDirectionRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_random_directions_fooled", "fooled >= 0 AND fooled <= tries");
            table.HasCheckConstraint("ck_random_directions_images_fooled", "images_fooled >= 0 AND images_fooled <= moved AND images_fooled <= fooled");
            table.HasCheckConstraint("ck_random_directions_interval", "fooled_low >= 0 AND fooled_low <= fooled_high AND fooled_high <= 1");
            table.HasCheckConstraint("ck_random_directions_moved", "moved >= 1 AND moved <= images AND moved <= tries");
        });
        builder.HasIndex(row => row.Model);
        builder.HasIndex(row => row.Set);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Model).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Set).OnDelete(DeleteBehavior.Restrict);
    }
}
