namespace Experiments.Client;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    internal const int Done = 0;

    /// <summary>A study is not done, whatever the reason: jobs failed, were cancelled or are still to run. Or a value that was computed
    /// again differs from the stored one.</summary>
    internal const int Incomplete = 1;

    /// <summary>What the caller named cannot be used: a command line, a study, a name, a file, a stream, a database.</summary>
    internal const int BadInput = 2;

    /// <summary>A fault of the program (EX_SOFTWARE of sysexits.h).</summary>
    internal const int Unexpected = 70;

    /// <summary>Ctrl-C or a request to end; what is finished is kept.</summary>
    internal const int Interrupted = 130;

    /// <summary>The codes with what they mean, for people.</summary>
    internal static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Done, "done; of a study: every job is done"),
        (Incomplete, "a study is not done: jobs failed, were cancelled or are still to run; or a recomputed value differs"),
        (BadInput, "a command line, study, name, file, stream or database cannot be used"),
        (Unexpected, "a fault of the program"),
        (Interrupted, "interrupted; the same command goes on where it stopped"),
    ];
}
