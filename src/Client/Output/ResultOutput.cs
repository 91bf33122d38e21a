using Experiments.Reporting;
using Spectre.Console;

namespace Experiments.Client;

/// <summary>Results on the standard output: coloured where a terminal takes it, otherwise plain.</summary>
internal sealed class ResultOutput
{
    private static readonly Dictionary<Tone, Style> Styles = new()
    {
        [Tone.Plain] = Style.Plain,
        [Tone.Heading] = new Style(decoration: Decoration.Bold),
        [Tone.Muted] = new Style(Color.Grey),
        [Tone.Warning] = new Style(Color.Yellow),
    };

    private readonly ClientHost _host;
    private readonly Lazy<IAnsiConsole>? _console;

    internal ResultOutput(ClientHost host, ClientSettings settings)
    {
        _host = host;
        _console = host.IsTerminal && settings.Colour ? new Lazy<IAnsiConsole>(() => Terminal(host.Out, host.Width)) : null;
    }

    /// <summary>For writers that need a stream of text: JSON, CSV and the like.</summary>
    internal TextWriter Writer => _host.Out;

    internal int Width => _host.Width;

    internal static Style StyleOf(Tone tone) => Styles[tone];

    internal static IAnsiConsole Terminal(TextWriter writer, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        return console;
    }

    internal void WriteLines(IEnumerable<StyledLine> lines)
    {
        foreach (var line in lines)
        {
            if (_console is null)
            {
                _host.Out.Write($"{line}\n");
                continue;
            }

            foreach (var part in line.Parts)
            {
                _console.Value.Write(part.Text, StyleOf(part.Tone));
            }

            _host.Out.Write('\n');
        }
    }

    internal void WriteLine(string text = "", Tone tone = Tone.Plain) => WriteLines([StyledLine.Of(text, tone)]);

    internal void WriteTable<TRow>(TableFormat format, TableDefinition<TRow> table, IEnumerable<TRow> rows) =>
        TableWriter(format, table).WriteAll(rows);

    internal TableWriter<TRow> TableWriter<TRow>(TableFormat format, TableDefinition<TRow> table) =>
        TableWriters.Create(format, table, Writer, Width);
}
