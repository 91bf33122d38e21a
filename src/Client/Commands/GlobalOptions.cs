using System.CommandLine;
using Experiments.Hosting;
using Experiments.Storage;

namespace Experiments.Client;

/// <summary>The options that every verb has.</summary>
internal sealed class GlobalOptions
{
    internal const string DatabaseVariable = ExperimentDatabase.ConnectionVariable;

    private const string DefaultHome = EmbeddedHome.DefaultFolder;
    private const string HomeVariable = EmbeddedHome.Variable;
    private const string ClusterVariable = "EXPERIMENTS_CLUSTER";
    private const string NoColourVariable = "NO_COLOR";

    private readonly Option<string?> _home = new("--home")
    {
        Description = $"Folder of the database, models and pictures (default: ${HomeVariable}, then ./{DefaultHome}).",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<string?> _database = new("--db")
    {
        Description =
            $"PostgreSQL in place of the file in the home folder: postgres://user:password@host:port/name (also: ${DatabaseVariable}).",
        HelpName = "URL", Recursive = true,
    };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = $"Runs jobs on the Orleans cluster of this name that serves the database (also: ${ClusterVariable}).",
        HelpName = "ID",
        Recursive = true,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Folder with data sets, searched before the usual places.", HelpName = "DIR", Recursive = true,
    };

    private readonly Option<string?> _torch = new("--torch")
    {
        Description =
            "Folder with torch, for studies whose device is cuda or torch-cpu: what 'dotnet build src/Networks.Torch -c Release' writes "
                + $"(also: ${BackendPlugins.TorchVariable}).",
        HelpName = "DIR",
        Recursive = true,
    };

    private readonly Option<bool> _quiet =
        new("--quiet", "-q") { Description = "Show no progress, only results and errors.", Recursive = true };

    private readonly Option<bool> _json = new("--json") { Description = "Print results as JSON.", Recursive = true };

    private readonly Option<bool> _noColour = new("--no-color")
    {
        Description = $"No colours and no live view (also: ${NoColourVariable}).", Recursive = true,
    };

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show unexpected errors in full.", Recursive = true };

    internal void AddTo(Command root)
    {
        root.Add(_home);
        root.Add(_database);
        root.Add(_cluster);
        root.Add(_data);
        root.Add(_torch);
        root.Add(_quiet);
        root.Add(_json);
        root.Add(_noColour);
        root.Add(_verbose);
    }

    /// <exception cref="Ports.StorageException">The home folder is a URL.</exception>
    internal ClientSettings Read(ParseResult line, ClientHost host)
    {
        var (home, database, data) = (line.GetValue(_home), line.GetValue(_database), line.GetValue(_data));
        var connection = database ?? NonEmpty(host.ReadEnvironment(DatabaseVariable));
        return new ClientSettings(
            Path.GetFullPath(EmbeddedHome.Resolve(home, host.ReadEnvironment(HomeVariable)).Folder, host.CurrentDirectory),
            data is null ? null : Path.GetFullPath(data, host.CurrentDirectory),
            line.GetValue(_quiet),
            line.GetValue(_json),
            Colour: !line.GetValue(_noColour) && NonEmpty(host.ReadEnvironment(NoColourVariable)) is null,
            IsVerbose(line))
        {
            Database = connection is null ? null : new ConnectionText(connection),
            NamesDatabase = database is not null || home is not null,
            TorchFolder = (NonEmpty(line.GetValue(_torch)) ?? NonEmpty(host.ReadEnvironment(BackendPlugins.TorchVariable))) is { } torch
                ? Path.GetFullPath(torch, host.CurrentDirectory)
                : null,
            Cluster = NonEmpty(line.GetValue(_cluster)) ?? NonEmpty(host.ReadEnvironment(ClusterVariable)),
            SameDatabase = database is not null ? " --db URL" : connection is null && home is not null ? $" --home {home}" : "",
        };
    }

    internal bool IsVerbose(ParseResult line) => line.GetValue(_verbose);

    private static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
