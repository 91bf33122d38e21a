using Experiments.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Experiments.Storage;

internal sealed class ClaimTable() : Table<ClaimRow>("claims", nameof(ClaimRow.Job))
{
    protected override void Configure(EntityTypeBuilder<ClaimRow> builder)
    {
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_claims_interval", "low <= ours AND ours <= high");
            table.HasCheckConstraint("ck_claims_verdict", "verdict IN ('reproduced', 'inside the interval', 'deviates')");
        });
        builder.HasOne<JobRecord>().WithMany().HasForeignKey(row => row.Job).OnDelete(DeleteBehavior.Restrict);
    }
}
