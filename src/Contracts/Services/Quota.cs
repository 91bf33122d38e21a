using System.Globalization;

namespace Experiments.Contracts;

/// <summary>A study's weight among the studies of its user: twice the priority is twice the device time. No part of any key.</summary>
public static class StudyPriority
{
    public const int Least = 1;

    public const int Default = 10;

    public const int Most = 100;

    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public static void Require(int priority)
    {
        if (priority is < Least or > Most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(priority), string.Create(
                    CultureInfo.InvariantCulture, $"priority is {priority}; it must be a whole number from {Least} to {Most}."));
        }
    }
}

/// <summary>The most that the studies of a user may have together.</summary>
/// <param name="User">As the studies were submitted by.</param>
/// <param name="Jobs">Jobs in hand at once, at least 1; null for any number.</param>
/// <param name="DeviceHours">Device time of a day, UTC, in hours, more than 0; null for any.</param>
public sealed record Quota(string User, int? Jobs, double? DeviceHours)
{
    /// <exception cref="ArgumentException">A limit is out of range, or there is none.</exception>
    public void Require()
    {
        if (User.Length == 0)
        {
            throw new ArgumentException("user is empty; it must be the name of one.");
        }

        if (Jobs is null && DeviceHours is null)
        {
            throw new ArgumentException($"the quota of {User} has no limit; it must have one of jobs and device-hours, or both.");
        }

        if (Jobs < 1)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"jobs is {Jobs}; it must be a whole number from 1 to {int.MaxValue}."));
        }

        if (DeviceHours is { } hours && !(hours > 0 && double.IsFinite(hours)))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"device-hours is {hours}; it must be a number of more than 0."));
        }
    }
}

/// <param name="Quota">The limits.</param>
/// <param name="Leased">Jobs of the user in hand.</param>
/// <param name="DeviceHoursToday">Device time that the user has had since midnight, UTC, jobs in hand included.</param>
public sealed record QuotaLine(Quota Quota, int Leased, double DeviceHoursToday)
{
    public bool JobsUsedUp => Leased >= Quota.Jobs;

    public bool HoursUsedUp => DeviceHoursToday >= Quota.DeviceHours;

    /// <summary>What a study of the user waits for; null for nothing that has to do with the quota.</summary>
    public string? Waits => HoursUsedUp
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"waits: the quota of {Quota.User} is used up ({Quota.DeviceHours:0.###} device-hours a day); it goes on at 00:00 UTC")
        : JobsUsedUp
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"waits: the quota of {Quota.User} is used up ({Quota.Jobs} {(Quota.Jobs == 1 ? "job" : "jobs")} at once)")
        : null;
}
