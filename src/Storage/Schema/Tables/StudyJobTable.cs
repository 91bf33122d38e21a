using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class StudyJobTable : IEntityTypeConfiguration<StudyJobRecord>
{
    public void Configure(EntityTypeBuilder<StudyJobRecord> builder)
    {
        builder.ToTable("study_jobs");
        builder.HasKey(row => new { row.Study, row.Position });
        // Which studies want a job: the claims of one study and the cancelling of another ask it for every job.
        builder.HasIndex(row => new { row.Job, row.Study });
        builder.HasOne<StudyRecord>().WithMany().HasForeignKey(row => row.Study).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
