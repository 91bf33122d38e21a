using Experiments.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Experiments.Silo.Tests;

public sealed class LogFormatterTests
{
    [Fact]
    public void Write_MessageThatSteersATerminal_IsOneVisibleLine()
    {
        const string Evil = "job a\u001b[2J\n2026-01-01 info: forged\u202e";
        var output = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Warning, "Experiments.Engine", new EventId(7), Evil, new InvalidOperationException(Evil), (state, _) => state);

        new LogFormatter(new StoppedTime(), Settings).Write(entry, null, output);

        var text = output.ToString();
        Assert.StartsWith(
            "2026-03-01 12:00:00.000 warn: Experiments.Engine[7] job a\\u001b[2J 2026-01-01 info: forged\\u202e System.Invalid", text,
            StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.True(VisibleText.IsVisible(text[..^1]), text);
    }

    [Fact]
    public void Write_Json_HasTheSiloAndTheFieldsOfTheEventAndOfItsScopes()
    {
        var (output, scopes) = (new StringWriter(), new LoggerExternalScopeProvider());
        using var scope = scopes.Push(new Dictionary<string, object?> { ["Study"] = "quick", ["Job"] = "ab12" });
        var entry = new LogEntry<Dictionary<string, object?>>(
            LogLevel.Information, "Experiments.Engine", new EventId(7, "JobDone"),
            new() { ["Seconds"] = 1.5, ["{OriginalFormat}"] = "done" }, null, (_, _) => "done\n");

        new LogFormatter(new StoppedTime(), Settings with { LogsJson = true }).Write(entry, scopes, output);

        Assert.Equal(
            """{"time":"2026-03-01T12:00:00.000Z","level":"information","event":"JobDone","message":"done ","silo":"a","""
                + "\"category\":\"Experiments.Engine\",\"seconds\":1.5,\"study\":\"quick\",\"job\":\"ab12\"}\n",
            output.ToString());
    }

    private static SiloSettings Settings => SiloCommandLineTests.Read(["--local", "--name", "a"], _ => null, out _)!;

    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
