namespace Experiments.Grains;

/// <summary>Tries whether this silo may still write what the cluster keeps in its database. Nothing changes by it.</summary>
/// <param name="membership">Of the cluster.</param>
/// <param name="reminders">Of the cluster.</param>
/// <param name="silo">This one.</param>
/// <param name="time">The clock that members say by that they live.</param>
public sealed class ClusterTables(IMembershipTable membership, IReminderTable reminders, ILocalSiloDetails silo, TimeProvider time)
{
    /// <summary>Says that this silo lives, as it does every few seconds anyway.</summary>
    public Task WriteMembershipAsync(CancellationToken cancellationToken) => membership.UpdateIAmAliveAsync(
        new MembershipEntry { SiloAddress = silo.SiloAddress, IAmAliveTime = time.GetUtcNow().UtcDateTime }, cancellationToken);

    /// <summary>Removes a reminder that is not there.</summary>
    public Task WriteRemindersAsync(CancellationToken cancellationToken) =>
        reminders.RemoveRow(GrainId.Create("study", "nobody's"), "none", "0", cancellationToken);
}
