using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>A study that has jobs in hand or ready ones, and what it has had. Device time here is virtual: milliseconds divided by the
/// study's priority.</summary>
public sealed class StudyShare
{
    /// <summary>Null for jobs whose study has dropped them.</summary>
    public required string? Study { get; init; }

    public int Priority { get; init; } = StudyPriority.Default;

    /// <summary>Jobs in hand.</summary>
    public int Held { get; set; }

    /// <summary>Virtual device time, jobs in hand included.</summary>
    public double Used { get; set; }

    /// <summary>A job of it can be leased.</summary>
    public bool IsReady { get; set; }

    /// <summary>It had ready jobs when somebody looked last.</summary>
    public bool WasReady { get; init; }

    /// <summary>Somebody leases for it alone: places of a cluster are kept for it.</summary>
    public bool IsCoordinated { get; init; }

    /// <summary>By how much <see cref="Used"/> was lifted, because the study had nothing ready before.</summary>
    public double Lift { get; internal set; }

    internal int Granted { get; set; }

    internal int Places => Held + Granted;
}

/// <summary>A user with the studies that have something to do.</summary>
public sealed class UserShare
{
    /// <summary>Empty where nobody knows who submitted the studies.</summary>
    public required string User { get; init; }

    public required IReadOnlyList<StudyShare> Studies { get; init; }

    /// <summary>Device time in milliseconds, jobs in hand included.</summary>
    public double Used { get; set; }

    /// <summary>As <see cref="StudyShare.WasReady"/>.</summary>
    public bool WasReady { get; init; }

    /// <summary>Null for none.</summary>
    public QuotaLine? Quota { get; init; }

    /// <summary>As <see cref="StudyShare.Lift"/>.</summary>
    public double Lift { get; internal set; }

    /// <summary>Jobs that the quota leaves.</summary>
    public int Left => Quota is not { } quota ? int.MaxValue
        : quota.HoursUsedUp ? 0
        : quota.Quota.Jobs is { } most ? Math.Max(0, most - Places)
        : int.MaxValue;

    /// <summary>A study of it waits for a place, and may have one.</summary>
    public bool IsReady => Left > 0 && Studies.Any(study => study.IsReady);

    internal int Places => Studies.Sum(study => study.Places);
}

/// <summary>
/// Who gets the next place: the user who has least, and of the user's studies the one that has least for its priority. What one has are
/// the places that it holds and the device time that it has had. So long jobs hold no more places than the others leave them, and what is
/// not even (fractions of a place, jobs that compute more of the time that they hold a place) evens out over some seconds. What somebody
/// does not use goes to the others. Users and studies that had nothing ready begin with the device time of the one that has had least
/// (P. Goyal, H. Vin, H. Cheng, "Start-time fair queueing", 1996): idleness is no credit.
/// Differs from the paper: a job is charged while it runs and not when it starts, because nobody knows how long it will run; that places
/// count is what keeps those who begin from taking them all before anything is charged. Not safe for several threads.
/// </summary>
public sealed class FairShares
{
    /// <summary>A place more weighs as much as so much device time less. Less than this would give a study with long jobs places for every
    /// moment that it is behind; more would make what is uneven last longer.</summary>
    private static readonly TimeSpan PlaceWorth = TimeSpan.FromSeconds(2);

    /// <summary>A study of a cluster that has a place keeps it for this much device time before the next one's turn, so that a place is
    /// not empty after every short job until another coordinator notices.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<UserShare> _users;

    public FairShares(IReadOnlyList<UserShare> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        _users = users;
        Lift(users, user => user.IsReady, user => user.WasReady, user => user.Used, (user, level) =>
        {
            user.Lift = Math.Max(0, level - user.Used);
            user.Used += user.Lift;
        });
        foreach (var user in users)
        {
            Lift(user.Studies, study => study.IsReady, study => study.WasReady, study => study.Used, (study, level) =>
            {
                study.Lift = Math.Max(0, level - study.Used);
                study.Used += study.Lift;
            });
        }
    }

    public IReadOnlyList<UserShare> Users => _users;

    /// <summary>Jobs in hand.</summary>
    public int Held => _users.Sum(user => user.Studies.Sum(study => study.Held));

    /// <summary>Divides places that are free.</summary>
    /// <returns>The studies that get any, with how many; fewer than the count where nobody wants more.</returns>
    public IReadOnlyList<(StudyShare Study, int Count)> Divide(int count)
    {
        var waiting = Waiting(study => study.IsReady);
        for (var i = 0; i < count && Grant(waiting, keeps: null); i++)
        {
        }

        return TakeGranted();
    }

    /// <summary>How many places the one who leases for a study alone may take: those of the free ones that fall to the study when each of
    /// the others that somebody leases for takes its own.</summary>
    /// <param name="study">The study.</param>
    /// <param name="places">Places in all, those that are taken included.</param>
    /// <param name="count">Asked for.</param>
    public int Allot(StudyShare study, int places, int count)
    {
        ArgumentNullException.ThrowIfNull(study);
        // Whether the study has something ready is found by leasing: it can be a job that another brought.
        var waiting = Waiting(other => other == study || (other.IsReady && other.IsCoordinated));
        for (var free = places - Held; free > 0 && study.Granted < count && Grant(waiting, keeps: study); free--)
        {
        }

        return TakeGranted().FirstOrDefault(granted => granted.Study == study).Count;
    }

    /// <summary>The user of a study and the study; null where it is not among these.</summary>
    public (UserShare User, StudyShare Study)? Find(string? study)
    {
        foreach (var user in _users)
        {
            if (user.Studies.FirstOrDefault(other => other.Study == study) is { } found)
            {
                return (user, found);
            }
        }

        return null;
    }

    private static void Lift<T>(
        IReadOnlyList<T> all, Func<T, bool> isReady, Func<T, bool> wasReady, Func<T, double> used, Action<T, double> lift)
    {
        var waiting = all.Where(one => isReady(one) && wasReady(one)).ToList();
        var begin = all.Where(one => isReady(one) && !wasReady(one)).ToList();
        if (begin.Count > 0)
        {
            var level = waiting.Count > 0 ? waiting.Min(used) : begin.Max(used);
            begin.ForEach(one => lift(one, level));
        }
    }

    private List<WaitingUser> Waiting(Func<StudyShare, bool> wants)
    {
        List<WaitingUser> waiting = [];
        foreach (var user in _users)
        {
            if (user.Left > 0 && user.Studies.Where(wants).ToArray() is { Length: > 0 } studies)
            {
                waiting.Add(new WaitingUser(user, studies) { Places = user.Places, Left = user.Left });
            }
        }

        return waiting;
    }

    /// <summary>Gives the next place to whose turn it is.</summary>
    /// <returns>False where nobody wants one.</returns>
    private static bool Grant(List<WaitingUser> waiting, StudyShare? keeps)
    {
        WaitingUser? user = null;
        var least = double.PositiveInfinity;
        foreach (var other in waiting)
        {
            var has = Has(other.Places, other.User.Used, keeps is not null && Array.IndexOf(other.Studies, keeps) >= 0);
            if (has < least)
            {
                (user, least) = (other, has);
            }
        }

        if (user is null)
        {
            return false;
        }

        var study = user.Studies[0];
        least = double.PositiveInfinity;
        foreach (var other in user.Studies)
        {
            var has = Has(other.Places, other.Used * other.Priority, other == keeps) / other.Priority;
            if (has < least)
            {
                (study, least) = (other, has);
            }
        }

        study.Granted++;
        user.Places++;
        if (--user.Left == 0)
        {
            waiting.Remove(user);
        }

        return true;
    }

    /// <summary>In places.</summary>
    private static double Has(int places, double used, bool keeps) =>
        places + (used - (keeps ? Turn.TotalMilliseconds : 0)) / PlaceWorth.TotalMilliseconds;

    private List<(StudyShare Study, int Count)> TakeGranted()
    {
        List<(StudyShare, int)> granted = [];
        foreach (var study in _users.SelectMany(user => user.Studies).Where(study => study.Granted > 0))
        {
            granted.Add((study, study.Granted));
            study.Granted = 0;
        }

        return granted;
    }

    private sealed class WaitingUser(UserShare user, StudyShare[] studies)
    {
        internal UserShare User { get; } = user;

        internal StudyShare[] Studies { get; } = studies;

        internal int Places { get; set; }

        internal int Left { get; set; }
    }
}
