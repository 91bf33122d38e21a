using Microsoft.Extensions.Logging;

namespace Experiments.Client.Tests;

public sealed class NoticesTests : IDisposable
{
    private readonly StringWriter _error = new();
    private readonly Clock _clock = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void Log_WarningsOfOurs_AreLinesAtOnceAndNothingElseIs()
    {
        using var notices = new Notices(_error, _clock);

        Say(notices, "Experiments.Pipeline", LogLevel.Warning, "waiting");
        Say(notices, "Experiments.Pipeline", LogLevel.Information, "done");
        Say(notices, "Orleans.Runtime", LogLevel.Error, "a silo said this");

        Assert.Equal("waiting\n", _error.ToString());
    }

    [Fact]
    public void Log_AHundredAtOnce_AreCountedAfterTheTwentieth()
    {
        using var notices = new Notices(_error, _clock);

        for (var i = 1; i <= 100; i++)
        {
            Say(notices, "Experiments.Pipeline", LogLevel.Warning, $"failed {i}");
        }

        _clock.Now = 10;
        Say(notices, "Experiments.Pipeline", LogLevel.Warning, "failed 101");

        Assert.Equal([.. Enumerable.Range(1, 20).Select(i => $"failed {i}"), "failed 101 (and 80 more before)"], Lines());
    }

    [Fact]
    public void Keep_UntilReleased_LinesAreTheViewsAndNoneIsLost()
    {
        using var notices = new Notices(_error, _clock);
        notices.Keep();

        Say(notices, "Experiments.Pipeline", LogLevel.Warning, "one");
        Say(notices, "Experiments.Pipeline", LogLevel.Warning, "two");

        Assert.Equal("", _error.ToString());
        Assert.True(notices.TryTake(out var line));
        Assert.Equal("one", line);
        notices.Release();
        Say(notices, "Experiments.Pipeline", LogLevel.Warning, "three");
        Assert.Equal(["two", "three"], Lines());
    }

    private static void Say(Notices notices, string category, LogLevel level, string text) =>
        notices.CreateLogger(category).Log(level, default, text, null, (state, _) => state);

    private string[] Lines() => _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private sealed class Clock : TimeProvider
    {
        internal long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
