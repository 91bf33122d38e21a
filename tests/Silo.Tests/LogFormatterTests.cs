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

        new LogFormatter(new StoppedTime()).Write(entry, null, output);

        var text = output.ToString();
        Assert.StartsWith(
            "2026-03-01 12:00:00.000 warn: Experiments.Engine[7] job a\\u001b[2J 2026-01-01 info: forged\\u202e System.Invalid", text,
            StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.True(VisibleText.IsVisible(text[..^1]), text);
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
