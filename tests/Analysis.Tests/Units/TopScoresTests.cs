namespace Experiments.Analysis.Tests;

public sealed class TopScoresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Add_ScoresWithTies_KeepsWhatAStableSortPutsFirst(int top)
    {
        const int images = 500;
        var random = new Random(7);
        var scores = Enumerable.Range(0, images).Select(_ => new[] { random.Next(40) - 20f, (float)random.NextDouble() }).ToArray();
        var best = new TopScores(directions: 2, top);

        for (var image = 0; image < images; image++)
        {
            best.Add(image, scores[image]);
        }

        for (var direction = 0; direction < 2; direction++)
        {
            var sorted = Enumerable.Range(0, images).OrderByDescending(i => scores[i][direction]).ToArray();
            Assert.Equal(sorted[..top], best.Images(direction).ToArray());
            Assert.Equal(scores[sorted[top - 1]][direction] == scores[sorted[top]][direction], best.IsTied(direction));
        }
    }

    [Fact]
    public void IsTied_SilentUnit_IsTrueOnlyWhereMoreImagesAreSilentThanKept()
    {
        var best = new TopScores(directions: 2, top: 2);

        best.Add(0, [0, 0]);
        best.Add(1, [0, 5]);
        best.Add(2, [1, 4]);
        best.Add(3, [0, 0]);

        Assert.Equal([2, 0], best.Images(0).ToArray());
        Assert.True(best.IsTied(0));
        Assert.Equal([1, 2], best.Images(1).ToArray());
        Assert.False(best.IsTied(1));
    }

    [Fact]
    public void Images_FewerThanAskedFor_AreAllOfThem()
    {
        var best = new TopScores(directions: 1, top: 4);

        best.Add(7, [-1]);
        best.Add(8, [2]);

        Assert.Equal([8, 7], best.Images(0).ToArray());
        Assert.False(best.IsTied(0));
    }
}
