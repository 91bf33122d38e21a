using System.Diagnostics;
using Experiments.Ports;

namespace Experiments.Storage.Tests;

public sealed class LocalProcessesTests
{
    [Fact]
    public void IsAlive_ThisProcess_IsTrue()
    {
        using var self = Process.GetCurrentProcess();

        Assert.True(LocalProcesses.IsAlive(new WorkerId("host", self.Id, self.StartTime.ToUniversalTime())));
    }

    [Fact]
    public void IsAlive_EarlierProcessWithTheSameId_IsFalse()
    {
        using var self = Process.GetCurrentProcess();

        Assert.False(LocalProcesses.IsAlive(new WorkerId("host", self.Id, self.StartTime.ToUniversalTime().AddMinutes(-1))));
    }

    [Fact]
    public void IsAlive_OtherProcess_IsTrueUntilItIsKilled()
    {
        using var other =
            Process.Start(OperatingSystem.IsWindows() ? new ProcessStartInfo("timeout", "600") : new ProcessStartInfo("sleep", "600"))!;
        var worker = new WorkerId("host", other.Id, other.StartTime.ToUniversalTime());
        try
        {
            Assert.True(LocalProcesses.IsAlive(worker));
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }

        Assert.False(LocalProcesses.IsAlive(worker));
    }
}
