using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Pipeline.Studies.Checks;

namespace Experiments.Pipeline.Tests;

public sealed class WeightsFitTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Check_OneFileForManyModels_ReadsSoManyBytesOfHeadersAndNoMore()
    {
        File.WriteAllBytes(_file, [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        var fit = new WeightsFit(mostHeaderBytes: 15);

        var problems = Enumerable.Range(0, 4).Select(_ => Assert.Single(Check(fit).Problems.Take(1))).ToList();

        Assert.Equal(
            ["0.weight is missing; its shape must be [10, 784].", "0.weight is missing; its shape must be [10, 784].",
                "the headers of the study's weight files have 20 bytes up to here, each counted for every model that reads it; they must "
                    + "have at most 15.",
                "the headers of the study's weight files have 20 bytes up to here, each counted for every model that reads it; they must "
                    + "have at most 15."],
            problems);
    }

    private WeightFile Check(WeightsFit fit) =>
        fit.Check(
            new DataFile(_file, new string('0', 64)), new SoftmaxOptions(), DatasetCatalogue.All.Single(data => data.Name == "mnist"));
}
