using Experiments.Pipeline.Engine;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

public sealed class DeviceWishesTests
{
    [Fact]
    public void Of_JobsReadyAndInHand_WantsTheDevicesThatTheyFill()
    {
        var wanted = DeviceWishes.Of(
            [new DeviceLoad(Device.Cuda, Ready: 4, Leased: 3), new DeviceLoad(Device.Any, 0, 2)], placesPerDevice: 2);

        Assert.Equal(
            [(Device.Cpu, 0), (Device.Cuda, 4), (Device.TorchCpu, 0), (Device.Any, 1)], wanted.Select(line => (line.Device, line.Wanted)));
        Assert.Equal((4, 3), wanted.Where(line => line.Device == Device.Cuda).Select(line => (line.Ready, line.Running)).Single());
    }

    [Fact]
    public void Of_NoPlaces_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => DeviceWishes.Of([], placesPerDevice: 0));
}
