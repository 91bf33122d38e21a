using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

/// <summary>Reports of the sample studies, with made-up claims, distortions and images.</summary>
internal static class SampleReport
{
    internal static readonly RunFacts Run = new([("written by", "experiments 0.1.0"), ("on", ".NET 10, Linux")], [("experiments show szegedy2013", "prints the same tables")]);

    /// <summary>The paper's size: six networks, a transfer table, claims of every verdict, images of every set.</summary>
    internal static async Task<ReportContent> PaperAsync() => await OfAsync(SampleStudy.Paper with
    {
        Claims = Claims("error of the network"),
        Origin = new StudyOrigin("Adversarial examples by box-constrained L-BFGS.", 2013, "C. Szegedy et al., 2013", ["mnist"]),
    });

    /// <summary>Every text that a study can give holds markup, scripts, marks of direction and a name without end.</summary>
    internal static async Task<ReportContent> HostileAsync()
    {
        string Evil(string name) => $"<script>alert('{name}')</script>\"><img src=x onerror=alert(1)>&amp;\u202e</style></svg></title>\u0007{new string('W', 80)}";
        var tables = SampleStudy.Paper;
        var names = tables.Models.ToDictionary(m => m.Model, m => Evil(m.Model));
        string? Name(string? name) => name is null ? null : names.GetValueOrDefault(name, Evil(name));
        return (await OfAsync(tables with
        {
            Study = Evil("study"),
            Title = Evil("title"),
            Models = [.. tables.Models.Select(m => m with { Model = Name(m.Model)!, Architecture = Evil("architecture"), TrainedOn = Evil("data"), Key = Evil("key"), StoppedBy = Evil("stop") })],
            Errors = [.. tables.Errors.SelectMany(e => new[] { e with { Model = Name(e.Model)!, Data = Evil("data") }, e with { Model = Name(e.Model)!, Data = Evil("other data") } })],
            Distortion = [.. tables.Distortion.Select(d => d with { Table = Evil("table"), Source = Name(d.Source), Attack = Evil(d.Attack) })],
            Transfer = [.. tables.Transfer.Select(t => t with { Table = Evil("table"), Source = Name(t.Source), Attack = Evil(t.Attack), Victim = Name(t.Victim)! })],
            Shapes = [.. tables.Shapes.Select(s => new TransferShape(Evil("table"), Evil("table title"), Evil("data"), [.. s.Rows.Select(r => new TransferRowName(Name(r.Source), Evil(r.Attack)))], [.. s.Victims.Select(v => Name(v)!)]))],
            Claims = Claims(Evil("claim")),
            Origin = new StudyOrigin(Evil("description"), 1, Evil("publication"), [Evil("dataset")]),
        })) with
        {
            Failures = [new FailedJob(JobKey.Parse(new string('a', 64)), Evil("job"), 3, Evil("error"))],
            Run = new RunFacts([(Evil("fact"), Evil("value"))], [(Evil("command"), Evil("what"))]),
        };
    }

    internal static async Task<ReportContent> OfAsync(StudyTables tables) => new()
    {
        Tables = tables,
        Jobs = new JobCounts(0, 0, 0, 120, 0, 0),
        Distortions = await DistortionSample.CollectAsync(Examples(tables).ToAsyncEnumerable(), default),
        Galleries = [.. tables.Distortion.Select(set => new Gallery(set.Table, set.Source, set.Attack, [.. Enumerable.Range(0, 3).Select(i => Picture(set, i))]))],
        Run = Run,
    };

    internal static string Html(ReportContent content)
    {
        var output = new StringWriter { NewLine = "\n" };
        StudyReport.Write(output, content);
        return output.ToString();
    }

    private static IEnumerable<ExampleLine> Examples(StudyTables tables) =>
        from set in tables.Distortion
        where set.Source is not null
        from i in Enumerable.Range(0, 100)
        select Example(set, i) with { Distortion = set.MeanDistortion * (0.3 + (1.4 * i / 99)) };

    private static ExampleLine Example(DistortionLine set, int i) => SampleStudy.Examples[set.Source is null ? 2 : 0] with
    {
        Table = set.Table, Source = set.Source, Attack = set.Attack, Image = i, PredictedBefore = set.Source is null ? null : i % 20 == 0 ? 1 : 7,
    };

    private static ExamplePicture Picture(DistortionLine set, int i)
    {
        var original = Enumerable.Range(0, 28 * 28).Select(p => (p / 28 + p % 28 + i) % 9 == 0 ? 1f : 0f).ToArray();
        return new ExamplePicture(Example(set, i), 1, 28, 28, original, original.Select((v, p) => Math.Clamp(v + (p % 5 == 0 ? 0.08f : -0.02f), 0, 1)).ToArray());
    }

    private static ClaimLine[] Claims(string text) =>
    [
        Claim(text, "always", null, 1, "reproduced") with { Detail = "6,000 of 6,000 in 6 sets" },
        Claim(text, "more-than", null, 0.9, "inside the interval") with { Low = null, High = null, Theirs = null, Detail = $"holds in 27 of 30 pairs {text}" },
        Claim(text, "number", 0.117, 0.12, "inside the interval"),
        Claim(text, "number", 0.02, 0.02, "reproduced"),
        Claim(text, "number", 0.871, 0.958, "deviates") with { Why = text },
        Claim(text, "number", 0.062, 0.035, "deviates") with { Unit = "distortion" },
    ];

    private static ClaimLine Claim(string text, string rule, double? theirs, double ours, string verdict) => new()
    {
        Claim = $"{text} {ours}", Place = $"table 2{(text.Length > 40 ? text : "")}", Statement = text, Rule = rule, Unit = "rate", Theirs = theirs, Ours = ours, Low = ours * 0.9,
        High = Math.Min(1, ours * 1.1), Verdict = verdict, Detail = null, Why = null, Key = new string('b', 64),
    };
}
