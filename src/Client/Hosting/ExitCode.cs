namespace Experiments.Client;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>The study is finished, but some of its jobs failed; or a value that was computed again differs from the stored
    /// one.</summary>
    internal const int FailedJobs = 1;

    /// <summary>The command line, a study file or a name is wrong; nothing was run.</summary>
    internal const int BadInput = 2;

    /// <summary>Something that is no mistake of the caller: a bug, a full disk, a damaged database (EX_SOFTWARE of sysexits.h).</summary>
    internal const int Unexpected = 70;

    /// <summary>Ctrl-C or a request to end; what is finished is kept.</summary>
    internal const int Interrupted = 130;
}
