using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>Reports of the sample studies, with made-up claims, distortions and images.</summary>
internal static class SampleReport
{
    internal static readonly RunFacts Run =
        new([("written by", "experiments 0.1.0"), ("on", ".NET 10, Linux")], [("experiments show szegedy2013", "prints the same tables")]);

    /// <summary>The paper's size: six networks, a transfer table, claims of every verdict, images of every set.</summary>
    internal static async Task<ReportContent> PaperAsync() => await OfAsync(SampleStudy.Paper.With(Claims("error of the network")) with
    {
        Origin = new StudyOrigin("Adversarial examples by box-constrained L-BFGS.", 2013, "C. Szegedy et al., 2013", ["mnist"]),
    });

    /// <summary>Every text that a study can give holds markup, scripts, marks of direction and a name without end.</summary>
    internal static async Task<ReportContent> HostileAsync()
    {
        string Evil(string name) =>
            $"<script>alert('{name}')</script>\"><img src=x onerror=alert(1)>&amp;\u202e</style></svg></title>\u0007{new string('W', 80)}";
        var tables = SampleStudy.Paper;
        var names = tables.Of<ModelRow>().ToDictionary(m => m.Names.Model!, m => Evil(m.Names.Model!));
        string? Name(string? name) => name is null ? null : names.GetValueOrDefault(name, Evil(name));
        StudyJob EvilNames(StudyJob job) => job with
        {
            Table = job.Table is null ? null : Evil("table"), Model = Name(job.Model), Source = Name(job.Source), Victim = Name(job.Victim),
            Attack = job.Attack is { } attack ? Evil(attack) : null, Data = job.Data is { } data ? Evil(data) : null,
        };
        return (await OfAsync((tables with
        {
            Study = Evil("study"),
            Title = Evil("title"),
            Warnings = [new StudyWarning(Evil("place"), Evil("warning"))],
            Shapes = [.. tables.Shapes.Select(s => new TransferShape(
                Evil("table"), Evil("table title"), Evil("data"),
                [.. s.Rows.Select(r => new TransferRowName(Name(r.Source), Evil(r.Attack)))], [.. s.Victims.Select(v => Name(v)!)]))],
            TestData = names.Values.ToDictionary(name => name, _ => Evil("test")),
            Origin = new StudyOrigin(Evil("description"), 1, Evil("publication"), [Evil("dataset")]),
        })
            .With(tables.Of<ModelRow>().Select(m => m with
            {
                Names = EvilNames(m.Names),
                Row = m.Row with { Architecture = Evil("architecture"), TrainedOn = Evil("data"), Job = new JobKey(Evil("key")),
                    StoppedBy = Evil("stop") },
            }))
            .With(tables.Of<ModelErrorRow>().SelectMany(e =>
                new[] { e with { Names = EvilNames(e.Names) }, e with { Names = EvilNames(e.Names) with { Data = Evil("other data") } } }))
            .With(tables.Of<AdversarialSetRow>().Select(d => d with { Names = EvilNames(d.Names) }))
            .With(tables.Of<TransferCellRow>().Select(t => t with { Names = EvilNames(t.Names) }))
            .With(Claims(Evil("claim"))))) with
        {
            Failures = [new FailedJob(JobKey.Parse(new string('a', 64)), Evil("job"), 3, Evil("error"))],
            Run = new RunFacts([(Evil("fact"), Evil("value"))], [(Evil("command"), Evil("what"))]),
        };
    }

    internal static async Task<ReportContent> OfAsync(StudyTables tables) => new()
    {
        Tables = tables,
        Jobs = new JobCounts(0, 0, 0, 120, 0, 0),
        Distortions = await DistortionSample.CollectAsync(Examples(tables).ToAsyncEnumerable(), tables, default),
        Galleries = [.. tables.Of<AdversarialSetRow>().Select(set => new Gallery(
            set.Names.Table!, set.Names.Source, set.Names.Attack!, [.. Enumerable.Range(0, 3).Select(i => Picture(set, i))]))],
        Run = Run,
    };

    internal static string Html(ReportContent content)
    {
        var output = new StringWriter { NewLine = "\n" };
        StudyReport.Write(output, content);
        return output.ToString();
    }

    private static IEnumerable<StudyRow<AdversarialExampleRow>> Examples(StudyTables tables) =>
        from set in tables.Of<AdversarialSetRow>()
        where set.Names.Source is not null
        from i in Enumerable.Range(0, 100)
        select Example(set, i, set.Row.MeanDistortionWanted!.Value * (0.3 + (1.4 * i / 99)));

    private static StudyRow<AdversarialExampleRow> Example(StudyRow<AdversarialSetRow> set, int i, double distortion = 0.0517634291)
    {
        var example = SampleStudy.Examples[set.Names.Source is null ? 2 : 0];
        return new(set.Names, example.Row with
        {
            Image = i, PredictedBefore = set.Names.Source is null ? null : i % 20 == 0 ? 1 : 7, Distortion = distortion,
        });
    }

    private static ExamplePicture Picture(StudyRow<AdversarialSetRow> set, int i)
    {
        var original = Enumerable.Range(0, 28 * 28).Select(p => (p / 28 + p % 28 + i) % 9 == 0 ? 1f : 0f).ToArray();
        return new ExamplePicture(
            Example(set, i), 1, 28, 28, original, original.Select((v, p) => Math.Clamp(v + (p % 5 == 0 ? 0.08f : -0.02f), 0, 1)).ToArray());
    }

    private static IEnumerable<StudyRow<ClaimRow>> Claims(string text) => new[]
    {
        Claim(text, "always", null, 1, "reproduced") with { Detail = "6,000 of 6,000 in 6 sets" },
        Claim(text, "more-than", null, 0.9, "inside the interval") with { Low = null, High = null, Theirs = null,
            Detail = $"holds in 27 of 30 pairs {text}" },
        Claim(text, "number", 0.117, 0.12, "inside the interval"),
        Claim(text, "number", 0.02, 0.02, "reproduced"),
        Claim(text, "number", 0.871, 0.958, "deviates") with { Why = text },
        Claim(text, "number", 0.062, 0.035, "deviates") with { Unit = "distortion" },
    }.Select(row => new StudyRow<ClaimRow>(SampleStudy.Names(), row));

    private static ClaimRow Claim(string text, string rule, double? theirs, double ours, string verdict) => new()
    {
        Publication = "szegedy2013",
        Claim = $"{text} {ours}",
        Place = $"table 2{(text.Length > 40 ? text : "")}",
        Statement = text,
        Rule = rule,
        Unit = "rate",
        Theirs = theirs, Ours = ours, Low = ours * 0.9, High = Math.Min(1, ours * 1.1), Verdict = verdict, Detail = null, Why = null,
        Job = SampleStudy.Key(3),
    };
}
