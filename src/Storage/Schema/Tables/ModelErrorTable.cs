using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ModelErrorTable : IEntityTypeConfiguration<ModelErrorRow>
{
    public void Configure(EntityTypeBuilder<ModelErrorRow> builder)
    {
        builder.ToTable("model_errors", table =>
        {
            table.HasCheckConstraint("ck_model_errors_errors", "errors >= 0 AND errors <= images");
        });
        builder.HasKey(row => new { row.Job, row.Data });
        builder.HasIndex(row => row.Model);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Model).OnDelete(DeleteBehavior.Restrict);
    }
}
