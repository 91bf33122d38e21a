using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class TrainingEpochTable()
    : Table<TrainingEpochRow>("training_epochs", nameof(TrainingEpochRow.Job), nameof(TrainingEpochRow.Stage), nameof(TrainingEpochRow.Epoch))
{
    protected override void Configure(EntityTypeBuilder<TrainingEpochRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_training_epochs_epoch", "epoch >= 1");
            table.HasCheckConstraint("ck_training_epochs_rates", "(running_train_error IS NULL OR running_train_error BETWEEN 0 AND 1) AND (held_out_error IS NULL OR held_out_error BETWEEN 0 AND 1)");
        });
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
