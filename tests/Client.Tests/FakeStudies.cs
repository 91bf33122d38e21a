using System.Runtime.CompilerServices;
using Experiments.Contracts;
using Experiments.Reporting.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Experiments.Client.Tests;

/// <summary>
/// A database and an engine without work: studies of the paper's size. The text of a submitted document says what it does:
/// <c>broken</c> has two errors, <c>failing</c> ends with a failed job, <c>stopped</c> is cancelled by somebody while it runs,
/// <c>changed</c> is another revision, <c>endless</c> runs until it is cancelled, <c>crash</c> throws; anything else is the study of the
/// paper.
/// </summary>
internal sealed class FakeStudies : IStudyReader, IStudyEngine
{
    internal const int WeightBytes = 31_400;

    private static readonly StudySummary Paper = Summary("szegedy2013", SampleStudy.Paper.Title, new JobCounts(0, 0, 0, 120, 0, 0), 20);
    private static readonly StudySummary Halves = Summary("halves", null, new JobCounts(3, 0, 0, 76, 1, 0), 10);

    private static readonly StudySummary Stopped = Summary("stopped", null, new JobCounts(26, 0, 0, 34, 0, 60), 5) with
    {
        IsCancelled = true,
    };

    private static readonly IReadOnlyList<SettingChange> Changes =
    [
        new("seed", "1", "2"), new("models[FC100].training.epochs", "10", null),
        new("attacks[pgd]", null, """{"name":"pgd","type":"pgd"}"""),
    ];

    internal List<string> Calls { get; } = [];

    /// <summary>Set when an endless run has started.</summary>
    internal TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The moments of a run.</summary>
    internal static IReadOnlyList<StudyProgress> Moments { get; } =
        [Moment(0, 0, null), Moment(2, 12, null), Moment(7, 34, 130), Moment(8, 40, 120), Moment(14, 118, 2)];

    /// <summary>What a run is warned of on its way; null for nothing.</summary>
    internal string? Trouble { get; set; }

    /// <summary>Where the engine says what it does.</summary>
    internal ILoggerFactory Logging { get; set; } = NullLoggerFactory.Instance;

    private void Warn(string category, string? message)
    {
        if (Trouble is not null)
        {
            Logging.CreateLogger(category).Log(LogLevel.Warning, default, message, null, (text, _) => text!);
        }
    }

    public Task<PlanSummary> PlanAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        Check(document);
        var images = document.Overrides.Images;
        return Task.FromResult(new PlanSummary("szegedy2013",
            [
                new("train", 9, 2, TimeSpan.FromSeconds(90.04)), new("errors", 18, 4, TimeSpan.FromSeconds(3)),
                new("craft", 26, 0, images / 1.0 * TimeSpan.FromSeconds(1)), new("collect", 13, 0, TimeSpan.FromMilliseconds(60)),
                new("evaluate", 54, 0, images / 10.0 * TimeSpan.FromSeconds(1)),
            ],
            2,
            images is { } count ? TimeSpan.FromSeconds(count) : null)
        {
            MemoryBytes = document.Text == "warned" ? 21_618_000_072 : 310_000_000,
            AvailableMemoryBytes = 8_000_000_000,
            Warnings = Warnings(document),
            Change = document.Text == "warned" ? new(1, [new("train", 3, 1, 0), new("craft", 20, 6, 6)], Changes) : null,
            Classes = document.Text == "warned" ? [new("folder:digits", ["0", "1", "10"])] : [],
        });
    }

    public Task<StudySummary> SubmitAsync(StudyDocument document, CancellationToken cancellationToken)
    {
        Check(document);
        Calls.Add(
            $"submit {document.File} images "
                + $"{document.Overrides.Images?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"}"
                + string.Concat(document.Overrides.Settings.Select(setting => $" set {setting}"))
                + $" by {document.Submission.By} replace {document.Submission.Replace}"
                + (document.Submission.Priority is { } priority
                    ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" priority {priority}")
                    : ""));
        return Task.FromResult(document.Text switch
        {
            "failing" => Halves with { Jobs = new(40, 10, 0, 30, 0, 0) },
            "endless" => Paper with { Name = "endless", Jobs = new(110, 10, 0, 0, 0, 0) },
            "finished" => Paper,
            "changed" => Paper with
            {
                Jobs = new(110, 10, 0, 0, 0, 0), Change = new(1, [new("train", 3, 1, 0), new("craft", 20, 6, 6)], Changes),
            },
            "stopped" => Stopped with { Jobs = new(110, 10, 0, 0, 0, 0), IsCancelled = false },
            "warned" => Paper with { Warnings = Warnings(document) },
            "failed" => Halves,
            _ => Paper with { Jobs = new(110, 10, 0, 0, 0, 0) },
        });
    }

    private static IReadOnlyList<StudyWarning> Warnings(StudyDocument document) => document.Text != "warned" ? [] :
    [
        new("data.spare", "data has 'spare', which no model, transfer or analysis uses. Use it or remove it.") { Line = 3, Column = 5 },
        new("attacks[0].name", "name is 'a', an attack that no transfer uses. Use it or remove it.") { Line = 9, Column = 12 },
    ];

    public async Task<StudySummary> RunAsync(
        string study, RunOptions options, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        Calls.Add($"run {study} workers {options.Workers?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"}");
        foreach (var moment in Moments)
        {
            progress.Report(moment);
        }

        Warn("Experiments.Pipeline.Engine.StorageCalls", Trouble);
        Warn("Orleans.Runtime", "nothing for people");
        if (study == "endless")
        {
            Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return await GetAsync(study, cancellationToken);
    }

    public async Task<WorkSummary> WorkAsync(WorkOptions options, CancellationToken cancellationToken)
    {
        Calls.Add(
            $"work slots {options.Slots?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all"} until "
                + $"idle {options.UntilIdle}");
        if (options.UntilIdle)
        {
            return new WorkSummary(12, options.Slots == 3 ? 1 : 0, 0);
        }

        Started.SetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        return new WorkSummary(7, 0, 2);
    }

    public async Task<StudySummary> WatchAsync(string study, IProgress<StudyProgress> progress, CancellationToken cancellationToken)
    {
        foreach (var moment in Moments)
        {
            progress.Report(moment);
        }

        Warn("Experiments.Storage.Patience", Trouble);

        if (study == "endless")
        {
            Started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return await GetAsync(study, cancellationToken);
    }

    public Task<IReadOnlyList<SiloLine>> ListSilosAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SiloLine>>(
    [
        new SiloLine
        {
            Silo = "gpu1", State = SiloLineState.Active, Address = "10.0.0.1:11111", Program = "0.1.0", Devices = ["cuda:0", "cuda:1"],
            MemoryBytes = 64_000_000_000, Places = 4, InHand = 3,
        },
        new SiloLine
        {
            Silo = "gpu2", State = SiloLineState.Lost, Address = "10.0.0.2:11111", Program = "0.0.9", Devices = ["cuda:0"],
            MemoryBytes = 32_000_000_000, Places = 2, InHand = 0,
        },
    ]);

    public Task<IReadOnlyList<WantedDevices>> ListWantedDevicesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WantedDevices>>(
        [
            new WantedDevices { Device = "cpu", Ready = 0, Running = 0, Wanted = 0 },
            new WantedDevices { Device = "cuda", Ready = 17, Running = 6, Wanted = 12 },
        ]);

    public async Task<SiloLine> DrainSiloAsync(string silo, bool drain, CancellationToken cancellationToken) => silo == "gpu1"
        ? (await ListSilosAsync(cancellationToken))[0] with { State = drain ? SiloLineState.Draining : SiloLineState.Active }
        : throw new SiloNotFoundException(silo, ["gpu1"]);

    public Task<IReadOnlyList<WorkerLine>> ListWorkersAsync(CancellationToken cancellationToken) => Task.FromResult(Workers);

    /// <summary>Who works.</summary>
    internal IReadOnlyList<WorkerLine> Workers { get; set; } =
    [
        Worker(
            "gpu1/4711", WorkerState.Alive, 4, new RunningJob("quick: craft lbfgs on FC10(1)", 340, 1000, "images", null),
            new RunningJob("quick: train AE400-10", 0, 0, "", null)),
        Worker("gpu2/99", WorkerState.Silent, 2),
        Worker("gpu1/12", WorkerState.Ended, 0),
    ];

    public Task<VerifyReport> VerifyAsync(
        string study, double share, IProgress<VerifyProgress> progress, CancellationToken cancellationToken)
    {
        Calls.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"verify {study} {share}"));
        progress.Report(new VerifyProgress(0, 6));
        progress.Report(new VerifyProgress(6, 6));
        IReadOnlyList<Difference> differences = study == "halves"
            ? [new(
                JobKey.Parse(string.Concat(Enumerable.Repeat("a1b2c3d4", 8))), "craft lbfgs on FC10(1)",
                "AdversarialExample image 3 draw 0: Distortion", "0.0625", "0.0624999")]
            : [];
        return Task.FromResult(new VerifyReport(120, 6, 340, 3, differences));
    }

    private static WorkerLine Worker(string name, WorkerState state, int slots, params RunningJob[] running) => new()
    {
        Worker = name, State = state, Slots = slots, Running = running, Done = 10 * slots, Busy = TimeSpan.FromSeconds(61.5 * slots),
        StartedAt = new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero),
        LastSeenAt = new DateTimeOffset(2026, 3, 1, 12, 0, slots, TimeSpan.Zero),
        AttackImagesPerSecond = running.Length > 0 ? 12.5 : 0, GradientEvaluationsPerSecond = running.Length > 0 ? 2150 : 0,
    };

    public async Task SetPriorityAsync(string study, int priority, CancellationToken cancellationToken)
    {
        await GetAsync(study, cancellationToken);
        Calls.Add($"priority {study} {priority}");
    }

    public Task SetQuotaAsync(Quota quota, CancellationToken cancellationToken)
    {
        Calls.Add($"quota {quota}");
        return Task.CompletedTask;
    }

    public Task<bool> RemoveQuotaAsync(string user, CancellationToken cancellationToken) => Task.FromResult(user == "ann");

    public Task<IReadOnlyList<QuotaLine>> ListQuotasAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<QuotaLine>>(
        [new QuotaLine(new Quota("ann", 50, 100), 12, 3.25), new QuotaLine(new Quota("bob", null, 0.5), 1, 0.75)]);

    public Task<int> CancelAsync(string study, CancellationToken cancellationToken) => ChangeAsync("cancel", study, 26);

    public Task<int> ResumeAsync(string study, CancellationToken cancellationToken) => ChangeAsync("resume", study, 26);

    public Task<int> RetryFailedAsync(string study, CancellationToken cancellationToken) =>
        ChangeAsync("retry", study, study == "halves" ? 1 : 0);

    public Task<int> RedoAsync(string study, ArtifactHash damaged, CancellationToken cancellationToken) =>
        ChangeAsync("redo", study, 0);

    public Task<RemovedStudy> RemoveAsync(StudyAddress study, SubmitOptions submission, CancellationToken cancellationToken)
    {
        Calls.Add($"rm {study} by {submission.By} force {submission.Replace}");
        return study.Name == "halves"
            ? Task.FromResult(new RemovedStudy(study.Revision is null ? 2 : 1, 4))
            : throw new StudyConflictException("study szegedy2013: revision 2 is ann@lab1's, and 3 of its open jobs would not run.");
    }

    public Task RenameAsync(string study, string name, CancellationToken cancellationToken)
    {
        Calls.Add($"rename {study} {name}");
        return Task.CompletedTask;
    }

    public Task<FileComparison> CompareAsync(StudyDocument document, CancellationToken cancellationToken) => Task.FromResult(
        document.Text.Contains("earlier", StringComparison.Ordinal) ? new FileComparison(2, 1, Changes)
        : document.Text.Contains("seed", StringComparison.Ordinal) ? new FileComparison(2, null, Changes)
        : new FileComparison(2, 2, []));

    public Task<IReadOnlyList<SettingChange>> CompareAsync(string before, string after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SettingChange>>(before == after ? [] : Changes);

    public async Task<IReadOnlyList<StudySummary>> ListRevisionsAsync(string study, CancellationToken cancellationToken)
    {
        var newest = await GetAsync(study, cancellationToken);
        return
        [
            newest with { Name = $"{study}@2" },
            newest with { Name = $"{study}@1", Revision = 1, By = null, SubmittedAt = newest.SubmittedAt.AddDays(-1) },
        ];
    }

    public Task<IReadOnlyList<StudySummary>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StudySummary>>([Paper, Halves]);

    public Task<StudySummary> GetAsync(string study, CancellationToken cancellationToken) => Task.FromResult(study switch
    {
        "szegedy2013" => Paper,
        "halves" => Halves,
        "stopped" => Stopped,
        "endless" => Paper with { Name = "endless", Jobs = new(60, 26, 0, 34, 0, 0) },
        _ => throw Unknown(study),
    });

    public Task<StudyTables> ReadTablesAsync(string study, CancellationToken cancellationToken) => study switch
    {
        "szegedy2013" => Task.FromResult(SampleStudy.Paper),
        "halves" => Task.FromResult(SampleStudy.Halves),
        "stopped" => Task.FromResult(SampleStudy.Halves with { Study = "stopped" }),
        _ => throw Unknown(study),
    };

    public async IAsyncEnumerable<StudyRow> StreamRowsAsync(
        string study, ResultTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var examples = study == "szegedy2013" ? SampleStudy.Examples : study is "halves" or "stopped" ? [] : throw Unknown(study);
        foreach (var example in examples.Where(_ => table.Row == typeof(AdversarialExampleRow)))
        {
            yield return example;
        }
    }

    public Task<IReadOnlyList<FailedJob>> ReadFailuresAsync(string study, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FailedJob>>(study != "halves" ? [] :
        [
            new(JobKey.Parse(string.Concat(Enumerable.Repeat("a1b2c3d4", 8))), "craft amplified-0.1 on FC100-100-10' P2", 3,
                "artifact 5f5f is missing; the job that made it must run again."),
        ]);

    public Task<IReadOnlyList<ExamplePicture>> ReadPicturesAsync(
        string study, string table, string? source, string attack, int count, CancellationToken cancellationToken)
    {
        Calls.Add($"pictures {table} {source} {attack} {count}");
        var original = Enumerable.Range(0, 28 * 28).Select(i => i % 256 / 255f).ToArray();
        return Task.FromResult<IReadOnlyList<ExamplePicture>>(
            [.. Enumerable.Range(0, count).Select(i => new ExamplePicture(SampleStudy.ExampleOf(i), 1, 28, 28, original, original))]);
    }

    public IAsyncEnumerable<UnitPictures> ReadUnitPicturesAsync(string study, int draws, CancellationToken cancellationToken)
    {
        Calls.Add($"units {draws}");
        var image = Enumerable.Range(0, 28 * 28).Select(i => i % 256 / 255f).ToArray();
        return study != "szegedy2013" ? AsyncEnumerable.Empty<UnitPictures>() : new[] { new UnitPictures(
            "units", "FC100-100-10", 1, "linear", 1, 28, 28, [new UnitStrip("unit", 3, [7], [image])]) }.ToAsyncEnumerable();
    }

    public Task<Stream> OpenWeightsAsync(string model, string? study, CancellationToken cancellationToken) => model == "FC10(1e-4)"
        ? Task.FromResult<Stream>(new MemoryStream(new byte[WeightBytes]))
        : throw new ModelNotFoundException(model, ["FC10(1e-4)", "FC100-100-10"]);

    private async Task<int> ChangeAsync(string verb, string study, int jobs)
    {
        await GetAsync(study, CancellationToken.None);
        Calls.Add($"{verb} {study}");
        return jobs;
    }

    private static void Check(StudyDocument document)
    {
        if (document.Text == "crash")
        {
            throw new InvalidOperationException("disk image is malformed\nsecond line");
        }

        if (document.Strict && Warnings(document) is { Count: > 0 } warnings)
        {
            throw new StudyValidationException(
                document.File, [.. warnings.Select(w => new StudyError(w.Line!.Value, w.Column!.Value, w.Path, w.Message))]);
        }

        if (document.Text == "broken")
        {
            throw new StudyValidationException(document.File,
            [
                new StudyError(3, 14, "models[0].training.epochs", "epochs is 0; it must be at least 1."),
                new StudyError(9, 5, "", "unknown key 'atacks'; did you mean 'attacks'?"),
            ]);
        }
    }

    private static StudyNotFoundException Unknown(string study) => new(study, ["szegedy2013", "halves"]);

    private static StudySummary Summary(string name, string? title, JobCounts jobs, int minute) => new()
    {
        Name = name, Title = title, SubmittedAt = new DateTimeOffset(2026, 3, 1, 12, minute, 0, TimeSpan.Zero), Jobs = jobs, Revision = 2,
        By = new Submitter("ann", "lab1"),
    };

    private static StudyProgress Moment(int seconds, int done, int? left) => new()
    {
        Jobs = new JobCounts(done > 100 ? 119 - done : 120 - done, 0, 0, done, done > 100 ? 1 : 0, 0),
        Running = done == 0 ? [] :
        [
            new("train FC100-100-10", 12, 200, "epochs", "loss 0.0123, test 1.9 %"),
            new("craft lbfgs on FC10(1)", 340, 1000, "images", null),
            new("train AE400-10", 0, 0, "", null),
            .. Enumerable.Range(0, done > 30 ? 8 : 0).Select(i => new RunningJob($"evaluate FC10(1) {i}", i, 10, "images", null)),
        ],
        AttackImagesPerSecond = done > 30 ? 812.4 : 0,
        GradientEvaluationsPerSecond = done > 30 ? 31_400 : 0,
        Elapsed = TimeSpan.FromSeconds(seconds),
        Remaining = left is { } l ? TimeSpan.FromSeconds(l) : null,
    };
}
