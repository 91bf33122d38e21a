using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class SpectralLayerTable()
    : Table<SpectralLayerRow>("spectral_layers", nameof(SpectralLayerRow.Job), nameof(SpectralLayerRow.Layer))
{
    protected override void Configure(EntityTypeBuilder<SpectralLayerRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_spectral_layers_bounds", "operation_bound >= 0 AND activation_bound > 0 AND bound >= 0 AND cumulative_bound >= 0");
            table.HasCheckConstraint("ck_spectral_layers_layer", "layer >= 0");
        });
        builder.HasIndex(row => row.Model);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Model).OnDelete(DeleteBehavior.Restrict);
    }
}
