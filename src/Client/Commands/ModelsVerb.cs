using System.CommandLine;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary><c>models list</c> and <c>models export</c>: trained networks and their weights.</summary>
internal static class ModelsVerb
{
    internal static Verb Create() => new("models", "Lists trained networks and exports their weights.", [])
    {
        List(), Export(),
    };

    private static Option<string?> StudyOption() => new("--study") { Description = "Only networks of this study.", HelpName = "NAME" };

    private static Verb List()
    {
        var study = StudyOption();
        return new Verb("list", "Lists the trained networks of all studies.",
        [
            ("experiments models list --study szegedy2013", "Names, errors and keys of one study's networks."),
        ])
        {
            Options = { study },
            Run = (context, cancellationToken) => ListAsync(context, context.Line.GetValue(study), cancellationToken),
        };
    }

    private static Verb Export()
    {
        var model = new Argument<string>("MODEL")
        {
            Description = "A network's name (of the latest study that has it), or at least 8 digits of its key."
        };
        var file = new Argument<string>("FILE") { Description = "The safetensors file to write." };
        var study = StudyOption();
        var force = new Option<bool>("--force") { Description = "Replace the file if it exists." };
        return new Verb(
            "export",
            "Writes a network's weights as a safetensors file, its tensors named as PyTorch's nn.Sequential names them.",
            [
                ("experiments models export FC100-100-10 fc100.safetensors",
                    "In Python: safetensors.torch.load_file(\"fc100.safetensors\")."),
                ("experiments models export 3f0c9a12 fc100.safetensors --force", "By key, replacing an earlier file."),
            ])
        {
            Arguments = { model, file },
            Options = { study, force },
            Run = (context, cancellationToken) => ExportAsync(
                context, context.Line.GetRequiredValue(model), context.Line.GetValue(study), context.Line.GetRequiredValue(file),
                context.Line.GetValue(force), cancellationToken),
        };
    }

    private static async Task<int> ListAsync(VerbContext context, string? study, CancellationToken cancellationToken)
    {
        await using var session = await context.OpenSessionAsync(cancellationToken);
        var names = study is not null ? [study] : (await session.Studies.ListAsync(cancellationToken)).Select(s => s.Name).ToList();
        List<TrainedModel> rows = [];
        foreach (var name in names)
        {
            var tables = await session.Studies.ReadTablesAsync(name, cancellationToken);
            rows.AddRange(tables.Of<ModelRow>().Select(model => new TrainedModel(name, model, tables.TestOf(model.Names.Model!))));
        }

        if (rows.Count == 0 && !context.Settings.Json)
        {
            context.Results.WriteLine($"No trained network in {context.Place} yet: experiments run FILE.");
            return ExitCode.Done;
        }

        context.Results.WriteTable(context.Settings.Json ? TableFormat.Json : TableFormat.Text, ClientTables.Models, rows);
        return ExitCode.Done;
    }

    private static async Task<int> ExportAsync(
        VerbContext context, string model, string? study, string path, bool force, CancellationToken cancellationToken)
    {
        var file = context.FullPath(path);
        CheckTarget(path, file, force);
        await using var session = await context.OpenSessionAsync(cancellationToken);
        await using var weights = await session.Studies.OpenWeightsAsync(model, study, cancellationToken);
        var bytes = await WriteAsync(weights, file, force, cancellationToken);
        if (context.Settings.Json)
        {
            StudyJson.WriteObject(
                context.Results.Writer,
                [StudyJson.Member("model", model), StudyJson.Member("file", file), StudyJson.Member("bytes", bytes)]);
        }
        else
        {
            context.Results.WriteLine($"{model}: {HumanFormat.Count(bytes)} bytes in {context.Display(file)}");
        }

        return ExitCode.Done;
    }

    private static void CheckTarget(string path, string file, bool force)
    {
        if (Directory.Exists(file))
        {
            throw new UsageException($"file is '{path}', a folder; it must be the name of a file.");
        }

        if (!force && File.Exists(file))
        {
            throw new UsageException($"file '{path}' exists; it must not, unless --force is given.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new UsageException($"file is '{path}'; it must be in a folder that exists.");
        }
    }

    private static async Task<long> WriteAsync(Stream weights, string file, bool force, CancellationToken cancellationToken)
    {
        await WholeFiles.WriteAsync(file, target => weights.CopyToAsync(target, cancellationToken), replace: force);
        return new FileInfo(file).Length;
    }
}
