namespace Experiments.Silo.Tests;

public sealed class KeptAnswerTests
{
    [Fact]
    public async Task Get_ManyAtOnceAndSoonAfter_AsksOnce()
    {
        var (clock, asked, answer) = (new Clock(), 0, new TaskCompletionSource<string>());
        var kept = new KeptAnswer(() => { asked++; return answer.Task; }, TimeSpan.FromSeconds(1), clock);
        var waiting = Enumerable.Range(0, 100).Select(_ => kept.GetAsync()).ToList();

        answer.SetResult("no");

        Assert.All(await Task.WhenAll(waiting), text => Assert.Equal("no", text));
        clock.Now += TimeSpan.FromMilliseconds(999);
        await kept.GetAsync();
        Assert.Equal(1, asked);
        clock.Now += TimeSpan.FromMilliseconds(1);
        await kept.GetAsync();
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Get_QuestionThatFails_IsAskedAgain()
    {
        var (clock, asked) = (new Clock(), 0);
        var kept = new KeptAnswer(
            () => ++asked == 1 ? Task.FromException<string>(new IOException()) : Task.FromResult(""), TimeSpan.FromSeconds(1), clock);

        await Assert.ThrowsAsync<IOException>(kept.GetAsync);
        clock.Now += TimeSpan.FromSeconds(1);

        Assert.Equal("", await kept.GetAsync());
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
