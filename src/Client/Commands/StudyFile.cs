using System.CommandLine;
using System.Text;
using System.Text.Json;
using Experiments.Contracts;
using Experiments.Settings;

namespace Experiments.Client;

/// <summary>Study files as they lie on the disk; what is in them is the service's matter.</summary>
internal static class StudyFile
{
    private const int MostBytes = 16 << 20;

    /// <summary>In the place of a file: the standard input.</summary>
    private const string StandardInput = "-";

    internal static Argument<string> Argument() => new("STUDY") { Description = "A study file (JSON); - reads the standard input." };

    internal static Argument<string> NameArgument() => new("STUDY") { Description = "A study's name, or its file." };

    /// <summary>For verbs that only read.</summary>
    internal static Argument<string> AddressArgument() =>
        new("STUDY") { Description = "A study's name, NAME@REVISION for an earlier revision, or its file." };

    internal static Option<bool> ReplaceOption() =>
        new("--replace") { Description = "Drop open jobs of the study's last revision also where somebody else has submitted it." };

    internal static Option<int?> PriorityOption() => CheckedOptions.Range(
        "--priority",
        $"The study's weight among your studies: twice as much is twice the device time (default: what it has, or "
            + $"{StudyPriority.Default}).",
        StudyPriority.Least, StudyPriority.Most);

    internal static Option<int?> ImagesOption() => CheckedOptions.Count("--images", "Perturb at most the first N images of each table.");

    internal static Option<bool> StrictOption() => new("--strict") { Description = "Warnings about the study are errors." };

    internal static Option<string[]> SetOption() => new("--set")
    {
        Description = "Another value for this time only, as often as wanted: models.A.training.epochs=3, "
            + "'attacks[\"noise 0.1\"].stddev=0.2'. The value is JSON, or a text as it is.",
        HelpName = "PATH=VALUE",
    };

    /// <summary>The study that a command line names, with what it changes.</summary>
    internal static StudyDocument Read(
        VerbContext context, Argument<string> study, Option<int?> images, Option<string[]> set, Option<bool> strict)
    {
        var overrides = new StudyOverrides(context.Line.GetValue(images)) { Settings = context.Line.GetValue(set) ?? [] };
        return Read(context, context.Line.GetRequiredValue(study), overrides) with { Strict = context.Line.GetValue(strict) };
    }

    /// <param name="context">The command line.</param>
    /// <param name="path">As the caller wrote it; errors name it so.</param>
    /// <param name="overrides">What the caller changes.</param>
    /// <exception cref="UsageException">The file does not exist, cannot be read, is not UTF-8 or too large.</exception>
    internal static StudyDocument Read(VerbContext context, string path, StudyOverrides overrides)
    {
        if (path == StandardInput)
        {
            return ReadInput(context, overrides);
        }

        var full = context.FullPath(path);
        if (Directory.Exists(full))
        {
            throw new UsageException($"study file is '{path}', a folder; it must be a file.");
        }

        try
        {
            var bytes = RegularFile.ReadAll(full, MostBytes)
                ?? throw new UsageException($"study file '{path}' has more than {MostBytes} bytes; it must have at most {MostBytes}.");
            return new StudyDocument(path, Decode(new MemoryStream(bytes)), overrides);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"study file '{path}' is not UTF-8 text; it must be JSON in UTF-8.");
        }
        catch (NotRegularFileException)
        {
            throw new UsageException(
                $"study file is '{path}', a pipe or a device; it must be a regular file, or {StandardInput} for the standard input.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"study file is '{path}'; it must be a file that exists.");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new UsageException($"study file '{path}' cannot be read: {error.Message}");
        }
    }

    private static StudyDocument ReadInput(VerbContext context, StudyOverrides overrides)
    {
        const string Name = "standard input";
        using var input = context.Host.OpenInput();
        var bytes = new MemoryStream();
        var chunk = new byte[1 << 16];
        for (var read = input.Read(chunk); read > 0; read = input.Read(chunk))
        {
            bytes.Write(chunk.AsSpan(0, read));
            if (bytes.Length > MostBytes)
            {
                throw new UsageException($"the {Name} has more than {MostBytes} bytes; it must have at most {MostBytes}.");
            }
        }

        try
        {
            bytes.Position = 0;
            return new StudyDocument(Name, Decode(bytes), overrides);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"the {Name} is not UTF-8 text; it must be JSON in UTF-8.");
        }
    }

    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    private static string Decode(MemoryStream bytes)
    {
        using var reader = new StreamReader(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        return reader.ReadToEnd();
    }

    internal static bool IsFile(VerbContext context, string nameOrFile) =>
        nameOrFile.AsSpan().ContainsAny("./\\") || File.Exists(context.FullPath(nameOrFile));

    /// <summary>As <see cref="NameOf"/>, for verbs that change what runs: only the newest revision does.</summary>
    /// <exception cref="UsageException">It names a revision.</exception>
    internal static string NewestOf(VerbContext context, string nameOrFile)
    {
        var name = NameOf(context, nameOrFile);
        return StudyAddress.Parse(name).Revision is null
            ? name
            : throw new UsageException($"study is '{name}', a revision; it must be a study's name: only the newest revision runs.");
    }

    /// <summary>The study's name, from a name, an address or a file that has it.</summary>
    /// <exception cref="UsageException">It looks like a file and is none that can be read.</exception>
    /// <exception cref="StudyValidationException">The file is no JSON object with a name.</exception>
    internal static string NameOf(VerbContext context, string nameOrFile)
    {
        if (!IsFile(context, nameOrFile))
        {
            return nameOrFile;
        }

        var document = Read(context, nameOrFile, StudyOverrides.None);
        try
        {
            using var json = JsonDocument.Parse(
                document.Text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
                ? name.GetString()!
                : throw new StudyValidationException(
                    nameOrFile, [new StudyError(1, 1, "name", "name is missing; it must be the study's name.")]);
        }
        catch (JsonException error)
        {
            // The reader counts lines and columns from 0, and columns in bytes: close enough to find the place.
            throw new StudyValidationException(nameOrFile,
                [new StudyError(
                    (int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, "",
                    $"not JSON: {error.Message.Split(" LineNumber:")[0]}")]);
        }
    }
}
