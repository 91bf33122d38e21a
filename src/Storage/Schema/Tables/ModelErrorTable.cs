using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ModelErrorTable() : Table<ModelErrorRow>("model_errors", nameof(ModelErrorRow.Job), nameof(ModelErrorRow.Data))
{
    protected override void Configure(EntityTypeBuilder<ModelErrorRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_model_errors_errors", "errors >= 0 AND errors <= images");
        });
        builder.HasIndex(row => row.Model);
        builder.Property(row => row.Backend).HasDefaultValue("cpu");
        builder.Property(row => row.Deterministic).HasDefaultValue(true);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Model).OnDelete(DeleteBehavior.Restrict);
    }
}
