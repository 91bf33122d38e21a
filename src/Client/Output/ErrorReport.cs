using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Hosting;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Client;

/// <summary>Says on the standard error what went wrong, and with which code the process ends.</summary>
internal static class ErrorReport
{
    internal static int Write(Exception error, TextWriter writer, Secrets secrets, bool verbose)
    {
        foreach (var line in Lines(error, verbose))
        {
            writer.Say(secrets.Hide(line));
        }

        return IsCallers(error) ? ExitCode.BadInput : ExitCode.Unexpected;
    }

    private static bool IsCallers(Exception error) =>
        error is StudyValidationException or UsageException or DeviceMissingException or MemoryMissingException or NameNotFoundException
            or StudyConflictException or NotAClusterException or ClusterFaultException or DatasetException or QueryException
            or IOException or UnauthorizedAccessException or PlatformNotSupportedException;

    private static IEnumerable<string> Lines(Exception error, bool verbose) => error switch
    {
        StudyValidationException validation => Validation(validation),

        // A database, a file or a stream: its message says which, and a stack would add nothing.
        IOException or UnauthorizedAccessException => [$"error: {FirstLine(error.Message)}"],
        NameNotFoundException missing => [$"error: {missing.Message}{Spelling.Hint(missing.Name, missing.Known)}"],
        _ when IsCallers(error) => [$"error: {error.Message}"],

        // Set in: no line of a message can be taken for one of the program's.
        _ when verbose => [$"error: {FirstLine(error.ToString())}", .. error.ToString().Split('\n').Skip(1).Select(line => $"  {line}")],
        _ => [$"error: {error.GetType().Name}: {FirstLine(error.Message)} (--verbose shows the details)"],
    };

    /// <summary>One line for each error, as compilers print them: editors jump to the place.</summary>
    private static IEnumerable<string> Validation(StudyValidationException validation) =>
    [
        .. validation.Errors.Select(
            error => $"{error.Place(validation.File)}: {(error.Path.Length == 0 ? "" : $"{error.Path}: ")}{error.Message}"),
        $"{validation.Errors.Count} error{(validation.Errors.Count == 1 ? "" : "s")}; nothing was run.",
    ];

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r');
}
