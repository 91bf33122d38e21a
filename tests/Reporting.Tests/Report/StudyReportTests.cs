using System.Reflection;
using System.Text.RegularExpressions;
using Experiments.Contracts;

namespace Experiments.Reporting.Tests;

public sealed class StudyReportTests
{
    [Fact]
    public async Task Write_HostileNames_AreTextEverywhere()
    {
        var html = SampleReport.Html(await SampleReport.HostileAsync());

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0007", html, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(html, "</style>"));
        Assert.Contains("&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_SameResultsOnAnotherMachine_DifferInTheLastPartOnly()
    {
        var content = await SampleReport.PaperAsync();

        var (here, there) =
            (SampleReport.Html(content), SampleReport.Html(content with { Run = new RunFacts([("on", "another machine")], []) }));

        Assert.NotEqual(here, there);
        Assert.Equal(
            here[..here.IndexOf("<footer", StringComparison.Ordinal)], there[..there.IndexOf("<footer", StringComparison.Ordinal)]);
        Assert.Equal(here, SampleReport.Html(await SampleReport.PaperAsync()));
    }

    [Fact]
    public async Task Write_Study_NamesNothingOutsideTheFile()
    {
        var html = SampleReport.Html(await SampleReport.PaperAsync());

        var addresses = Regex.Matches(html, "(?:src|href|xlink:href|url)=\"([^\"]*)\"").Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, a => Assert.True(a.StartsWith('#') || a.StartsWith("data:", StringComparison.Ordinal), a));
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Study_HasEverySectionThatItHasContentFor()
    {
        var html = SampleReport.Html(await SampleReport.PaperAsync());

        Assert.All(new[] { "summary", "claims", "networks", "transfer", "distortion", "images", "keys" }, id =>
        {
            Assert.Contains($"<section id=\"{id}\"", html, StringComparison.Ordinal);
            Assert.Contains($"href=\"#{id}\"", html, StringComparison.Ordinal);
        });
        Assert.DoesNotContain("id=\"failures\"", html, StringComparison.Ordinal);
        Assert.Contains("35.0", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WarnedStudy_SaysWhereAndWhatItMayNotMean()
    {
        var content = await SampleReport.PaperAsync();
        var warning = new StudyWarning("transfers[0].victims", "sources and victims have 'A' and 'B' with the same seed, 8.");

        var html = SampleReport.Html(content with { Tables = content.Tables with { Warnings = [warning] } });

        Assert.DoesNotContain("id=\"warnings\"", SampleReport.Html(content), StringComparison.Ordinal);
        var section = html[html.IndexOf("<section id=\"warnings\"", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Contains("transfers[0].victims", section, StringComparison.Ordinal);
        Assert.Contains("with the same seed, 8.", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_EmptyAndUnfinishedStudies_StillGiveAPage()
    {
        var empty = SampleReport.Html(await SampleReport.OfAsync(SampleStudy.Empty));
        var halves = SampleReport.Html(await SampleReport.OfAsync(SampleStudy.Halves) with { Jobs = new(3, 0, 0, 76, 1, 0) });

        Assert.Contains("<h1>empty</h1>", empty, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"networks\"", empty, StringComparison.Ordinal);
        Assert.Contains("76 of 80 jobs are done", halves, StringComparison.Ordinal);
        Assert.Contains("class=\"missing\"", halves, StringComparison.Ordinal);
    }

    /// <summary>Networks that always say the same, bounds that are products of many, distances of nothing at all.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1e308)]
    [InlineData(-1e308)]
    [InlineData(7.9e28)]
    [InlineData(5e-324)]
    [InlineData(-2.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Write_AnyNumberEverywhere_GivesAPage(double value)
    {
        var paper = (await SampleReport.PaperAsync()).Tables;
        foreach (var tables in new[] { paper, AnalysisViewTests.Noise, SampleAnalyses.Tables })
        {
            var extreme = Extreme(tables, value);
            var html = SampleReport.Html(await SampleReport.OfAsync(extreme));

            Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
            Assert.NotEmpty(StudyView.Lines(extreme, 100));
        }
    }

    private static StudyTables Extreme(StudyTables tables, double value)
    {
        var with = typeof(StudyReportTests).GetMethod(nameof(With), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var table in ResultTable.All.Where(table => tables.Of(table).Count > 0))
        {
            tables = (StudyTables)with.MakeGenericMethod(table.Row).Invoke(null, [tables, value])!;
        }

        return tables;
    }

    private static StudyTables With<TRow>(StudyTables tables, double value)
        where TRow : ResultRow
    {
        var numbers = typeof(TRow).GetProperties().Where(p => p.CanWrite && p.PropertyType.IsAssignableFrom(typeof(double))).ToList();
        return tables.With<TRow>([.. tables.Of<TRow>().Select(line =>
        {
            var row = (TRow)typeof(TRow).GetMethod("<Clone>$")!.Invoke(line.Row, null)!;
            numbers.ForEach(number => number.SetValue(row, value));
            return line with { Row = row };
        })]);
    }

    /// <summary>Of a failure nobody knows how far it is: a median that it takes is written as infinite, not left out.</summary>
    [Fact]
    public void Text_MedianThatFailuresTake_IsInfinite()
    {
        var sets = SampleStudy.Paper.Of<AdversarialSetRow>().Where(set => set.Names.Attack == "lbfgs").Take(1).Select(set => set with
        {
            Row = set.Row with { Successes = 400, Failures = 526, Survivors = 300, MedianDistortion = null },
        });
        var (text, json) = (new StringWriter(), new StringWriter());

        StudyTable.Of<AdversarialSetRow>().Write(SampleStudy.Paper.With(sets), TableFormat.Markdown, text, 200);
        StudyTable.Of<AdversarialSetRow>().Write(SampleStudy.Paper.With(sets), TableFormat.Json, json, 200);

        Assert.Contains(" inf ", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"medianDistortion\":null", json.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The mean of those that are finite would leave the failures out again.</summary>
    [Fact]
    public void Text_MedianThatIsInfiniteInOneReplicate_IsInfinite()
    {
        var set = SampleStudy.Paper.Of<AdversarialSetRow>().First(set => set.Names.Attack == "lbfgs");
        var sets = Enumerable.Range(1, 3).Select(replicate => set with
        {
            Names = set.Names with { Replicate = replicate },
            Row = replicate < 3 ? set.Row with { Successes = 920, Failures = 6 }
                : set.Row with { Successes = 400, Failures = 526, Survivors = 300, MedianDistortion = null },
        });
        var tables = new StudyTables { Study = "replicates" }.With(sets).Summarised();
        var text = new StringWriter();

        StudyTable.Of<AdversarialSetRow>().Write(tables, TableFormat.Markdown, text, 200);

        Assert.Null(Assert.Single(tables.Of<AdversarialSetRow>()).Row.MedianDistortion);
        Assert.Contains(" inf ", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(538, Figures.Failures(tables.Of<AdversarialSetRow>()[0]));
    }

    /// <summary>DeepFool has no weight c.</summary>
    [Fact]
    public async Task Distortions_AttackForTheSmallestChange_IsToldByItsClass()
    {
        var sets = SampleStudy.Paper.Of<AdversarialSetRow>().Where(set => set.Names.Source is not null).Take(2).ToList();
        var tables = SampleStudy.Paper.With(
        [
            sets[0] with { Row = sets[0].Row with { AttackType = "deepfool" } },
            sets[1] with { Row = sets[1].Row with { AttackType = "pgd", AttackClass = AttackClasses.FixedBudget, Norm = "linf",
                Epsilon = 0.1 } },
        ]);
        var examples = sets.Select(set => new StudyRow<AdversarialExampleRow>(set.Names, SampleStudy.Examples[0].Row with { C = null }));

        var samples = await DistortionSample.CollectAsync(examples.ToAsyncEnumerable(), tables, default);

        Assert.Equal(sets[0].Names.Source, Assert.Single(samples).Source);
    }

    [Fact]
    public async Task Collect_Examples_AccuracyFallsFromCleanToNothing()
    {
        var sample = (await SampleReport.PaperAsync()).Distortions[0];

        Assert.Equal((100, 5, 100), (sample.Images, sample.WrongBefore, sample.Distortions.Count));
        Assert.Equal((0, 0.95), sample.Accuracy[0]);
        Assert.Equal(0, sample.Accuracy[^1].Accuracy);
        Assert.Equal(sample.Accuracy.OrderBy(p => p.Distortion), sample.Accuracy);
        Assert.Equal(sample.Accuracy.OrderByDescending(p => p.Accuracy), sample.Accuracy);
    }

    [Fact]
    public async Task Write_TableThatNoSectionShows_StandsAmongTheFurtherTables()
    {
        var html = SampleReport.Html(await SampleReport.OfAsync(AnalysisViewTests.Noise));

        var further = html[html.IndexOf("<section id=\"tables\"", StringComparison.Ordinal)..];
        Assert.Contains("<caption id=\"", further, StringComparison.Ordinal);
        Assert.Contains(StudyTable.Of<RandomDirectionRow>().Title, further, StringComparison.Ordinal);
        Assert.DoesNotContain(StudyTable.Of<NoiseCurveRow>().Title, further, StringComparison.Ordinal);
    }
}
