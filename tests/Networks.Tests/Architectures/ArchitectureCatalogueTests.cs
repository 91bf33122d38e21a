using System.ComponentModel.DataAnnotations;
using Experiments.Numerics;

namespace Experiments.Networks.Tests;

public class ArchitectureCatalogueTests
{
    [Fact]
    public void Types_NamesAndOptions_AreUnique()
    {
        Assert.Equal(ArchitectureCatalogue.Types.Count, ArchitectureCatalogue.Types.Select(type => type.Name).Distinct().Count());
        Assert.Equal(ArchitectureCatalogue.Types.Count, ArchitectureCatalogue.Types.Select(type => type.OptionsType).Distinct().Count());
        Assert.All(ArchitectureCatalogue.Types, type => Assert.Matches("^[a-z][a-z0-9-]*$", type.Name));
    }

    [Fact]
    public void Types_EveryEntry_HasDefaultsThatTrain() =>
        Assert.All(ArchitectureCatalogue.Types, type =>
        {
            var options = (ArchitectureOptions)Activator.CreateInstance(type.OptionsType)!;
            Assert.Equal(type, ArchitectureCatalogue.Types.Of(options));
            Assert.Empty(Trainer.Check(options, new TrainingOptions(), new TensorShape(1, 28, 28), 10));
        });

    [Fact]
    public void Types_EveryEntry_IsInTheTableOfTestNetworks() =>
        Assert.Equal(
            ArchitectureCatalogue.Types.Select(type => type.OptionsType).OrderBy(type => type.Name),
            TestNetworks.All.Select(options => options.GetType()).Distinct().OrderBy(type => type.Name));

    [Fact]
    public void For_UnknownOptions_SaysWhichAreKnown()
    {
        var error = Assert.Throws<ArgumentException>(() => ArchitectureCatalogue.Types.Of(new UnknownOptions()));

        Assert.StartsWith("options are UnknownOptions; they must be one of: SoftmaxOptions, ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MlpOptions_WidthsOutOfRange_AreAllReported()
    {
        var options = new MlpOptions { Hidden = [0, 5, 70_000] };

        var messages = options.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage);

        Assert.Equal(
            [
                "hidden has a layer of 0 units; it must be 1 to 65536 units.",
                "hidden has a layer of 70000 units; it must be 1 to 65536 units."
            ],
            messages);
    }

    [Fact]
    public void Check_ConvolutionsThatLeaveNoPixels_SaysHowManyFit() =>
        Assert.StartsWith(
            "filters has 3 layers; it must have at most 2 for images of 1x6x6, which each layer halves.",
            Assert.Single(Trainer.Check(new ConvOptions { Filters = [2, 2, 2] }, new TrainingOptions(), new TensorShape(1, 6, 6), 10)),
            StringComparison.Ordinal);

    [Fact]
    public void Check_EvenKernel_IsReported() =>
        Assert.Equal(["kernel is 4; it must be odd."], Trainer.Check(
            new ConvOptions { Kernel = 4 }, new TrainingOptions(), new TensorShape(1, 28, 28), 10));

    private sealed record UnknownOptions : ArchitectureOptions;
}
