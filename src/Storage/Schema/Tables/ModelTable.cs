using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ModelTable() : Table<ModelRow>("models", nameof(ModelRow.Job))
{
    protected override void Configure(EntityTypeBuilder<ModelRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_models_parameters", "parameters >= 0");
            table.HasCheckConstraint("ck_models_train_errors", "train_errors >= 0 AND train_errors <= train_images");
            table.HasCheckConstraint("ck_models_epochs", "epochs >= 0");
        });
        builder.HasIndex(row => row.Weights);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ArtifactRecord>().WithMany().HasForeignKey(row => row.Weights).OnDelete(DeleteBehavior.Restrict);
    }
}
