using Experiments.Pipeline.Cluster;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class LaneChoiceTests
{
    /// <summary>Jobs for the processor took GPUs, and jobs for any device the processor's lanes, of which there are more.</summary>
    [Theory]
    [InlineData("cpu", "cuda=0 cpu=1", 1)]
    [InlineData("cpu", "cuda=0 cpu=2", null)]
    [InlineData("cpu", "cuda=0 torch-cpu=0 cpu=2", null)]
    [InlineData("cpu", "cuda=1 cuda=0", 1)]
    [InlineData("cuda", "cpu=0 cuda=1 cuda=0", 2)]
    [InlineData("cuda", "cpu=0 torch-cpu=0", null)]
    [InlineData("cuda", "cpu=0 cuda=2", null)]
    [InlineData("torch-cpu", "cpu=0 cuda=0 torch-cpu=1", 2)]
    [InlineData("torch-cpu", "cpu=0 cuda=0", null)]
    [InlineData("any", "cpu=0 cpu=0 cuda=1", 2)]
    [InlineData("any", "cpu=1 cpu=0 torch-cpu=0 cuda=2", 1)]
    [InlineData("any", "cpu=1 cpu=0 cuda=2", 1)]
    [InlineData("any", "cpu=2 cuda=2", null)]
    public void Of_DevicesWithTwoPlaces_ServesItsKindFirst(string wish, string devices, int? expected)
    {
        var lanes = devices.Split(' ').Select(text => text.Split('='))
            .Select((parts, i) => (new Device(parts[0], i, 0), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)))
            .ToList();

        Assert.Equal(expected, LaneChoice.Of(wish, lanes, places: 2)?.Lane);
    }

    /// <summary>A GPU has memory of its own; the processor's lanes have that of the silo together.</summary>
    [Theory]
    [InlineData("cuda", 100, 1)]
    [InlineData("cuda", 101, 2)]
    [InlineData("any", 101, 2)]
    [InlineData("cpu", 101, 0)]
    public void Of_MemoryOfItsOwnTooSmall_GoesToAnother(string wish, int memoryBytes, int expected)
    {
        (Device, int)[] lanes = [(new Device("cpu", 0, 10), 0), (new Device("cuda", 0, 100), 0), (new Device("cuda", 1, 0), 1)];

        Assert.Equal(expected, LaneChoice.Of(wish, lanes, places: 2, memoryBytes)?.Lane);
    }

    [Fact]
    public void Of_NoDevices_IsNone() => Assert.Null(LaneChoice.Of("any", [], places: 2));
}
