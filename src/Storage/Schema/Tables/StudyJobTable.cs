using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class StudyJobTable() : Table<StudyJobRecord>("study_jobs", nameof(StudyJobRecord.Study), nameof(StudyJobRecord.Position))
{
    protected override void Configure(EntityTypeBuilder<StudyJobRecord> builder)
    {
        // Which studies want a job: the claims of one study and the cancelling of another ask it for every job.
        builder.HasIndex(row => new { row.Job, row.Study });
        // What the claims of a study cannot find by the study of the job. The second column makes SQLite prefer it to the primary key.
        builder.HasIndex(row => new { row.Study, row.Borrowed, row.Job }).HasFilter("borrowed");
        builder.HasOne<StudyRecord>().WithMany().HasForeignKey(row => row.Study).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
