using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Hosting;
using Experiments.Ports;

namespace Experiments.Client;

/// <summary>Says on the standard error what went wrong, and with which code the process ends.</summary>
internal static class ErrorReport
{
    internal static int Write(Exception error, TextWriter writer, Secrets secrets, bool verbose)
    {
        var text = new StringWriter();
        var code = Write(error, text, verbose);
        writer.Write(secrets.Hide(text.ToString()));
        return code;
    }

    private static int Write(Exception error, StringWriter writer, bool verbose)
    {
        switch (error)
        {
            case StudyValidationException validation:
                WriteValidation(validation, writer);
                return ExitCode.BadInput;
            case UsageException or DeviceMissingException or StudyNotFoundException or ModelNotFoundException or SiloNotFoundException
                or StudyConflictException or NotAClusterException or DatasetException or QueryException:
                writer.Write($"error: {error.Message}\n");
                return ExitCode.BadInput;
            case IOException or UnauthorizedAccessException:
                // A database, a file or a stream: its message says which, and a stack would add nothing.
                writer.Write($"error: {FirstLine(error.Message)}\n");
                return ExitCode.BadInput;
            default:
                writer.Write(verbose
                    ? $"error: {error}\n"
                    : $"error: {error.GetType().Name}: {FirstLine(error.Message)} (--verbose shows the details)\n");
                return ExitCode.Unexpected;
        }
    }

    /// <summary>One line for each error, as compilers print them: editors jump to the place.</summary>
    private static void WriteValidation(StudyValidationException validation, TextWriter writer)
    {
        foreach (var error in validation.Errors)
        {
            var path = error.Path.Length == 0 ? "" : $"{error.Path}: ";
            writer.Write($"{error.Place(validation.File)}: {path}{error.Message}\n");
        }

        writer.Write($"{validation.Errors.Count} error{(validation.Errors.Count == 1 ? "" : "s")}; nothing was run.\n");
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r');
}
