using System.Text.Json;
using Experiments.Contracts;
using Experiments.Hosting;
using Experiments.Ports;
using Experiments.Testing;
using Microsoft.Extensions.Logging;

namespace Experiments.Client.Tests;

/// <summary>Names, titles and errors that steer terminals, forge lines or turn text around.</summary>
public sealed class HostileTextTests
{
    private const string Evil = "a\u001b]0;owned\u0007\u001b[2J\nerror: forged\r\u202etxt\u200b\u009b31m";

    [Fact]
    public async Task Run_FileNameWithEscapes_IsOneVisibleLine()
    {
        using var console = new TestConsole();

        var code = await console.RunAsync("run", $"{Evil.Replace('\0', ' ')}.json");

        Assert.Equal(ExitCode.BadInput, code);
        RequireVisibleLines(1, console.Error);
    }

    [Fact]
    public async Task Run_UnknownOptionWithEscapes_IsVisible()
    {
        using var console = new TestConsole();

        await console.RunAsync("run", "x.json", $"--{Evil}");

        RequireVisible(console.Error);
        Assert.DoesNotContain("\nerror: forged", console.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Write_AnyErrorWithEscapes_ForgesNoLine(bool verbose)
    {
        Exception[] errors =
        [
            new UsageException(Evil), new QueryException(Evil), new IOException(Evil), new InvalidOperationException(Evil),
            new StudyValidationException("x.json", [new StudyError(1, 2, Evil, Evil)]),
        ];
        foreach (var error in errors)
        {
            var output = new StringWriter();

            ErrorReport.Write(error, output, new Secrets([]), verbose);

            RequireVisible(output);
            Assert.DoesNotContain("\nerror:", output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Log_MessageWithEscapes_IsOneVisibleLine()
    {
        foreach (var json in new[] { false, true })
        {
            var output = new StringWriter();
            using var log = new LogLines(output, new TestConsole.StoppedTime(), LogLevel.Information, json);

            KeyValuePair<string, object?>[] fields = [new("Name", Evil)];
            log.Log(LogLevel.Information, default, fields, null, (_, _) => $"{Evil} done");

            RequireVisibleLines(1, output);
            if (json)
            {
                Assert.Equal(Evil, JsonDocument.Parse(output.ToString()).RootElement.GetProperty("name").GetString());
            }
        }
    }

    [Fact]
    public async Task Run_NoticeWithEscapes_IsOneVisibleLine()
    {
        using var console = new TestConsole();
        console.Service.Trouble = Evil;
        console.Write("s.json", "anything");

        await console.RunAsync("run", "s.json", "--quiet");

        RequireVisibleLines(1, console.Error);
    }

    [Fact]
    public void Progress_JobNameWithEscapes_IsVisibleAndNoWiderThanTheView()
    {
        var moment = FakeStudies.Moments[2];
        var running = moment.Running.Select(job => job with { Name = $"🙂{Evil}", Worker = Evil, Note = Evil }).ToList();
        var progress = moment with { Running = running };

        for (var width = 20; width < 60; width++)
        {
            var lines = ProgressText.View(Evil, progress, width, unicode: true).Select(line => line.ToString()).ToList();
            Assert.All(lines, line => Assert.True(VisibleText.IsVisible(line), JsonSerializer.Serialize(line)));
            Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        }

        var output = new StringWriter();
        new PlainProgress(output).Report(progress);
        RequireVisibleLines(1, output);
    }

    [Fact]
    public void Failures_ErrorWithEscapes_AreVisible()
    {
        FailedJob[] failures = [new(JobKey.Parse(new string('a', 64)), Evil, 1, Evil)];

        Assert.All(FailureText.Lines(failures, 80), line => Assert.True(VisibleText.IsVisible(line.ToString())));
    }

    /// <summary>The rule that keeps it so: messages have one way out.</summary>
    [Fact]
    public void Sources_OfTheConsole_WriteMessagesInOnePlace()
    {
        var folder = Path.Combine(Repository.Root, "src", "Client");
        var offenders = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not "MessageLines.cs"
                && File.ReadLines(file).Any(line => line.Contains("Error.Write", StringComparison.Ordinal)))
            .Select(file => Path.GetFileName(file));

        Assert.Empty(offenders);
    }

    private static void RequireVisible(StringWriter output) =>
        Assert.True(
            VisibleText.IsVisible(output.ToString().Replace("\n", "", StringComparison.Ordinal)),
            JsonSerializer.Serialize(output.ToString()));

    private static void RequireVisibleLines(int lines, StringWriter output)
    {
        RequireVisible(output);
        Assert.True(lines == output.ToString().Count(c => c == '\n'), output.ToString());
    }
}
