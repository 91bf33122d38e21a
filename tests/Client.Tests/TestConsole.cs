namespace Experiments.Client.Tests;

/// <summary>Runs the command line in this process against the fake engine, in an empty folder of its own.</summary>
internal sealed class TestConsole : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];

    internal TestConsole() => Directory.CreateDirectory(Folder);

    internal string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "console", Path.GetRandomFileName());

    internal FakeStudies Service { get; } = new();

    internal FakeTools Tools { get; } = new();

    /// <summary>Opens a real engine in place of the fake one.</summary>
    internal OpenSession? Open { get; init; }

    /// <summary>What is piped into the program.</summary>
    internal string Input { get; set; } = "";

    internal StringWriter Out { get; } = new();

    internal StringWriter Error { get; } = new();

    /// <summary>Fails at every write, in place of <see cref="Out"/>.</summary>
    internal TextWriter? BrokenOut { get; init; }

    /// <summary>Fails at every write, in place of <see cref="Error"/>.</summary>
    internal TextWriter? BrokenError { get; init; }

    internal int Width { get; set; } = 80;

    internal Contracts.Submitter By { get; init; } = new("me", "here");

    internal bool IsTerminal { get; set; }

    internal ClientSettings? Opened { get; private set; }

    internal Microsoft.Extensions.Logging.ILoggerFactory? Logging { get; private set; }

    internal bool Closed { get; private set; }

    internal void SetEnvironment(string name, string value) => _environment[name] = value;

    internal string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    internal Task<int> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    internal Task<int> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        CommandLine.RunAsync(arguments, Host(), cancellationToken);

    /// <summary>Everything that was written, as one text to compare with.</summary>
    internal string Transcript(int code) => $"exit code {code}\n--- out\n{Out}--- error\n{Error}"
        .Replace(Folder, "<folder>", StringComparison.Ordinal)
        .Replace($"\n  {System.CommandLine.RootCommand.ExecutableName} ", "\n  experiments ", StringComparison.Ordinal);

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Out.Dispose();
        Error.Dispose();
    }

    private ClientHost Host() => new()
    {
        Out = BrokenOut ?? Out,
        Error = BrokenError ?? Error,
        OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Input)),
        IsTerminal = IsTerminal,
        Width = Width,
        ReadEnvironment = name => _environment.GetValueOrDefault(name),
        CurrentDirectory = Folder,
        By = By,
        Time = new StoppedTime(),
        OpenSession = (settings, logging, cancellationToken) =>
        {
            Opened = settings;
            (Logging, Service.Logging) = (logging, logging);
            return Open is not null ? Open(settings, logging, cancellationToken) : Task.FromResult<IStudySession>(new Session(this));
        },
        ReadDatasets = settings =>
        [
            new(
                "mnist", "MNIST handwritten digits", "28 x 28, 10 classes, train 60,000, test 10,000",
                Path.Combine(settings.DataFolder ?? Folder, "mnist"), null),
            new("fashion-mnist", "Fashion-MNIST", "28 x 28, 10 classes, train 60,000, test 10,000", null,
                "Looked for in ./data/fashion-mnist and /usr/share/datasets/fashion-mnist. On Debian: the package "
                    + "dataset-fashion-mnist; or --data DIR."),
        ],
    };

    private sealed class Session(TestConsole console) : IStudySession
    {
        public Contracts.IStudyReader Studies => console.Service;

        public Contracts.IStudyEngine Engine => console.Service;

        public Ports.IDatabaseTools Tools => console.Tools;

        public string Database => "SQLite file experiments.db";

        public ValueTask DisposeAsync()
        {
            console.Closed = true;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Time stands still between two readings but for 42 seconds: what a run takes.</summary>
    internal sealed class StoppedTime : TimeProvider
    {
        private long _readings;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => 42 * _readings++;
    }
}
