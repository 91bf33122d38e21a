using Experiments.Contracts;
using Experiments.Datasets;

namespace Experiments.Client;

/// <summary>Says, where a study is named by its file, that the file is not what is stored and shown.</summary>
internal static class FileNote
{
    internal static async Task WriteAsync(
        VerbContext context, IStudySession session, string nameOrFile, CancellationToken cancellationToken)
    {
        if (!StudyFile.IsFile(context, nameOrFile))
        {
            return;
        }

        foreach (var line in await LinesAsync(context, session, nameOrFile, cancellationToken))
        {
            context.Host.Error.Say(line);
        }
    }

    private static async Task<IEnumerable<string>> LinesAsync(
        VerbContext context, IStudySession session, string file, CancellationToken cancellationToken)
    {
        FileComparison comparison;
        try
        {
            comparison = await session.Engine.CompareAsync(StudyFile.Read(context, file, StudyOverrides.None), cancellationToken);
        }
        catch (StudyValidationException invalid)
        {
            var first = invalid.Errors[0];
            return [$"note: {file} cannot be compared with what is stored: {first.Path}: {first.Message}"];
        }
        catch (DatasetException missing)
        {
            return [$"note: {file} cannot be compared with what is stored: {missing.Message.Split('\n')[0]}"];
        }

        return comparison switch
        {
            { Settings: [] } => [],
            { SameAs: { } revision } => [$"note: {file} is revision {revision}; shown is the newest, revision {comparison.Newest}."],
            _ =>
            [
                $"note: {file} differs from what is stored and shown, revision {comparison.Newest}:",
                .. ChangeText.Lines(comparison.Settings),
            ],
        };
    }
}
