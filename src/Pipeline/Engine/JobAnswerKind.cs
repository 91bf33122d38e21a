namespace Experiments.Pipeline.Engine;

/// <summary>What a silo says to a job that it is offered.</summary>
public enum JobAnswerKind
{
    /// <summary>The job is the silo's; its end will be told.</summary>
    Accepted,

    /// <summary>No device of the wanted kind has a place.</summary>
    Full,

    /// <summary>The silo takes no more jobs.</summary>
    Draining,

    /// <summary>The ticket's token is no longer the job's.</summary>
    Stale,

    /// <summary>The silo, or its way to the database, does not answer.</summary>
    Unreachable,

    /// <summary>The silo does not know the job's kind or version, or has less memory than it needs: another silo may run it.</summary>
    CannotRun,
}
