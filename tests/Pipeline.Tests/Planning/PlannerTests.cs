using Experiments.Contracts;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class PlannerTests
{
    [Fact]
    public void Plan_TinyStudy_HasTheJobsThatTheTablesNeed()
    {
        var plan = Plan(8);

        // Shards of 8 in 20 images: 3. Sets: 2 lbfgs + 2 louder + noise in table2, noise on 10 images in small (2 shards, the first
        // shared).
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["train"] = 2,
                ["errors"] = 3,
                ["craft"] = 5 * 3 + 1,
                ["collect"] = 6,
                ["evaluate"] = (1 + 5) * 2 + 1 + 1,
            },
            plan.Jobs.GroupBy(j => j.Job.Kind).ToDictionary(g => g.Key, g => g.Count()));
        Assert.Equal(Enumerable.Range(0, plan.Names.Count), plan.Names.Select(n => n.Ordinal));
    }

    [Fact]
    public void Plan_ShardOfTwoTables_IsOneJobWithTwoNames()
    {
        var plan = Plan(8);

        var shared = plan.Names.Where(n => n.Kind == "craft").GroupBy(n => n.Job).Single(g => g.Count() == 2);

        Assert.Equal(["table2", "small"], shared.Select(n => n.Table));
    }

    [Fact]
    public void Plan_AnyStudy_PutsInputsFirstAndGivesThemHigherPriority()
    {
        var plan = Plan(8);
        var seen = new Dictionary<JobKey, double>();
        foreach (var (job, priority) in plan.Jobs)
        {
            Assert.All(job.Inputs, i => Assert.True(seen[i.Key] > priority, $"{job.Kind} before its input"));
            seen.Add(job.Key, priority);
        }
    }

    [Fact]
    public void Plan_SameStudyTwice_IsTheSamePlan()
    {
        var (one, two) = (Plan(8), Plan(8));

        Assert.Equal(one.Jobs.Select(j => (j.Job.Key, j.Priority)), two.Jobs.Select(j => (j.Job.Key, j.Priority)));
        Assert.Equal(one.Names, two.Names);
        Assert.Equal(one.Definition, two.Definition);
    }

    [Fact]
    public void Plan_Replicates_FirstIsTheStudyWithoutThemAndTheOthersAreNew()
    {
        var alone = Plan(8);

        var plan = new Planner(new TinyLibrary(), new PlannerOptions { ShardImages = 8 }).Plan(
            TinyStudy.Read(TinyStudy.Text.ReplaceOnce("\"seed\": 7,", "\"seed\": 7, \"replicates\": 3,")));

        Assert.Equal(3 * alone.Jobs.Count, plan.Jobs.Count);
        Assert.Equal(alone.Jobs.Select(job => job.Job.Key), plan.Jobs.Take(alone.Jobs.Count).Select(job => job.Job.Key));
        Assert.All(plan.Names.GroupBy(name => name.Replicate), replicate => Assert.Equal(
            alone.Names, replicate.Select((name, i) => name with { Job = alone.Names[i].Job, Ordinal = i, Replicate = 1 })));
        Assert.Equal([1, 2, 3], plan.Names.Select(name => name.Replicate).Distinct());
    }

    [Fact]
    public void Plan_TableOfManyShards_NamesTheNumberOfJobs()
    {
        var study = TinyStudy.Read(TinyStudy.Text
            .ReplaceOnce("\"seed\": 7,", "\"seed\": 7, \"replicates\": 1000,").ReplaceOnce("test[0..20)", "test"));

        var error = Assert.Throws<StudyValidationException>(
            () => new Planner(new TinyLibrary(), new PlannerOptions { ShardImages = 1 }).Plan(study));

        Assert.Equal("the study has 341000 jobs; it must have at most 250000.", Assert.Single(error.Errors).Message);
    }

    [Fact]
    public void Plan_AmplifiedAttackAlone_CraftsItsBaseButMakesNoSetOfIt()
    {
        var study = TinyStudy.Read(TinyStudy.Text.ReplaceOnce("[\"lbfgs\", \"louder\", \"noise\"]", "[\"louder\"]"));

        var plan = new Planner(new TinyLibrary()).Plan(study);

        Assert.Equal(
            ["lbfgs on linear", "louder on linear", "lbfgs on mlp", "louder on mlp"],
            plan.Names.Where(n => n is { Kind: "craft", Table: "table2" }).Select(n => $"{n.Attack} on {n.Source}"));
        Assert.Equal(["louder", "louder"], plan.Names.Where(n => n is { Kind: "collect", Table: "table2" }).Select(n => n.Attack));
    }

    [Theory]
    [InlineData("test[0..20)", "0-8 8-16 16-20")]
    [InlineData("test[5..20)", "5-8 8-16 16-20")]
    [InlineData("test[8..16)", "8-16")]
    public void Plan_SlicesThatOverlap_ShareTheirShards(string slice, string shards)
    {
        var study = TinyStudy.Read(TinyStudy.Text.ReplaceOnce("test[0..20)", slice));

        var plan = new Planner(new TinyLibrary(), new PlannerOptions { ShardImages = 8 }).Plan(study);

        var crafted = plan.Names.Where(n => n is { Attack: "noise", Kind: "craft", Table: "table2" })
            .Select(n => plan.Jobs.Single(j => j.Job.Key == n.Job).Job.Settings["data"]!)
            .Select(d => $"{d["start"]}-{d["end"]}");
        Assert.Equal(shards.Split(' '), crafted);
    }

    [Fact]
    public void Plan_DefinitionReadBack_GivesTheSamePlan()
    {
        var plan = Plan(8);

        var again = new Planner(new TinyLibrary(), new PlannerOptions { ShardImages = 8 }).Plan(StudyDefinition.Read(plan.Definition));

        Assert.Equal(plan.Definition, again.Definition);
        Assert.Equal(plan.Jobs.Select(j => j.Job.Key), again.Jobs.Select(j => j.Job.Key));
    }

    private static Plan Plan(int shardImages) =>
        new Planner(new TinyLibrary(), new PlannerOptions { ShardImages = shardImages }).Plan(TinyStudy.Read(TinyStudy.Text));
}
