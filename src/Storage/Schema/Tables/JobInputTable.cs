using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class JobInputTable : IEntityTypeConfiguration<JobInputRecord>
{
    public void Configure(EntityTypeBuilder<JobInputRecord> builder)
    {
        builder.ToTable("job_inputs");
        builder.HasKey(row => new { row.Job, row.Ordinal });
        // The dependents of a job that was just committed.
        builder.HasIndex(row => row.Input);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Input).OnDelete(DeleteBehavior.Restrict);
    }
}
