using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class LayerGainTable()
    : Table<LayerGainRow>("layer_gains", nameof(LayerGainRow.Job), nameof(LayerGainRow.Direction), nameof(LayerGainRow.Layer))
{
    // SET is a word of SQL.
    protected override string ColumnOf(string property) => property == nameof(LayerGainRow.Set) ? "adversarial_set" : base.ColumnOf(property);

    protected override void Configure(EntityTypeBuilder<LayerGainRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_layer_gains_gains", "mean_gain >= 0 AND mean_gain <= max_gain * 1.000001 AND mean_cumulative_gain >= 0");
            table.HasCheckConstraint("ck_layer_gains_images", "images >= 0");
        });
        builder.HasIndex(row => row.Model);
        builder.HasIndex(row => row.Set);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Model).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Set).OnDelete(DeleteBehavior.Restrict);
    }
}
