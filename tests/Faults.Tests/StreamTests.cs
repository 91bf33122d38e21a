namespace Experiments.Faults.Tests;

/// <summary>Faults of what the client writes to.</summary>
public sealed class StreamTests
{
    [Theory]
    [InlineData("exec \"$@\" > /dev/full", "No space left on device")]
    [InlineData("exec 3> >(true); wait $!; exec \"$@\" >&3", "Broken pipe")]
    [InlineData("exec \"$@\" >&-", ".+")]
    public async Task StandardOutput_ThatCannotBeWritten_IsOneLineAnd2(string shell, string reason)
    {
        await using var client =
            ClientProcess.Start(AppContext.BaseDirectory, null, ["/bin/bash", "-c", shell, "bash"], [], ["data", "list"]);

        Assert.Equal(2, await client.ExitAsync());
        Assert.Matches($"^error: standard output cannot be written: {reason}\n$", client.Error);
    }

    [Fact]
    public async Task CurrentFolder_ThatIsGone_IsOneLineAnd2()
    {
        var folder = Directory.CreateTempSubdirectory("experiments-gone-").FullName;
        await using var client =
            ClientProcess.Start(folder, null, ["/bin/bash", "-c", "rmdir \"$PWD\"; exec \"$@\"", "bash"], [], ["list"]);

        Assert.Equal(2, await client.ExitAsync());
        Assert.Matches("^error: the current folder cannot be used: .+\n$", client.Error);
    }
}
