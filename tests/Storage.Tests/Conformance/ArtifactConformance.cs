using System.Security.Cryptography;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Storage.Tests;

/// <summary>What every artifact store promises. Runs on each database.</summary>
public abstract class ArtifactConformance(StorageFixture fixture) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private TestDatabase _test = null!;
    private IArtifactStore _artifacts = null!;

    public async Task InitializeAsync()
    {
        _test = await fixture.CreateAsync();
        _artifacts = (await _test.OpenAsync()).Artifacts;
    }

    public async Task DisposeAsync() => await _test.DisposeAsync();

    [DatabaseTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_048_575)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(5_000_000)]
    public async Task Write_AnySize_ReadsBackUnderTheHashOfItsBytes(int size)
    {
        var bytes = Bytes(size);

        var artifact = await WriteAsync(bytes);

        Assert.Equal(new JobArtifact("weights", new ArtifactHash(Convert.ToHexStringLower(SHA256.HashData(bytes))), size), artifact);
        Assert.Equal(bytes, await ReadAsync(artifact.Hash));
    }

    [DatabaseFact]
    public async Task Write_SameBytesTwice_KeepsOneArtifact()
    {
        var first = await WriteAsync(Bytes(1000));
        var second = await WriteAsync(Bytes(1000));

        Assert.Equal(first, second);
        Assert.Equal(Bytes(1000), await ReadAsync(first.Hash));
    }

    [DatabaseFact]
    public async Task Write_SameBytesFromManyWritersAtOnce_Succeeds()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteAsync(Bytes(300_000)))));

        Assert.Single(written.Distinct());
        Assert.Equal(Bytes(300_000), await ReadAsync(written[0].Hash));
    }

    [DatabaseFact]
    public async Task Write_WriterFails_LeavesNoArtifact()
    {
        var bytes = Bytes(1000);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _artifacts.WriteAsync(
            "weights",
            async (stream, cancellationToken) =>
            {
                await stream.WriteAsync(bytes, cancellationToken);
                throw new InvalidOperationException();
            },
            None));

        await Assert.ThrowsAsync<ArtifactDamagedException>(
            () => _artifacts.OpenReadAsync(new ArtifactHash(Convert.ToHexStringLower(SHA256.HashData(bytes))), None));
    }

    [DatabaseFact]
    public async Task Write_DiskFull_SaysSoAndLeavesNoArtifact()
    {
        var bytes = Bytes(1000);

        var error = await Assert.ThrowsAsync<StorageException>(() => _artifacts.WriteAsync(
            "weights",
            async (stream, cancellationToken) =>
            {
                await stream.WriteAsync(bytes, cancellationToken);
                await FillDiskAsync(cancellationToken);
            },
            None));

        Assert.EndsWith(" cannot grow: the disk is full; free some space and run again.", error.Message, StringComparison.Ordinal);
        Assert.True(error.Transient);
        await Assert.ThrowsAsync<ArtifactDamagedException>(
            () => _artifacts.OpenReadAsync(new ArtifactHash(Convert.ToHexStringLower(SHA256.HashData(bytes))), None));
        Assert.Equal(bytes, await ReadAsync((await WriteAsync(bytes)).Hash));
    }

    [DatabaseFact]
    public async Task OpenRead_Unknown_SaysThatItIsMissing()
    {
        var hash = Sample.Hash("nobody's");

        var error = await Assert.ThrowsAsync<ArtifactDamagedException>(() => _artifacts.OpenReadAsync(hash, None));

        Assert.Equal($"artifact {hash} is missing; the job that made it must run again.", error.Message);
        Assert.Equal(hash, error.Hash);
    }

    [DatabaseFact]
    public async Task OpenRead_OneBitFlipped_HandsNothingOutAndWritingAgainHeals()
    {
        var artifact = await WriteAsync(Bytes(3_000_000));
        await _test.DamageAsync(artifact.Hash);

        var error = await Assert.ThrowsAsync<ArtifactDamagedException>(() => _artifacts.OpenReadAsync(artifact.Hash, None));
        Assert.StartsWith($"artifact {artifact.Hash} is damaged: its bytes have the hash ", error.Message, StringComparison.Ordinal);

        await WriteAsync(Bytes(3_000_000));
        Assert.Equal(Bytes(3_000_000), await ReadAsync(artifact.Hash));
    }

    [DatabaseFact]
    public async Task OpenRead_Removed_SaysThatItIsMissing()
    {
        var artifact = await WriteAsync(Bytes(100));
        await _test.RemoveAsync(artifact.Hash);

        await Assert.ThrowsAsync<ArtifactDamagedException>(() => _artifacts.OpenReadAsync(artifact.Hash, None));
    }

    /// <summary>The operating system's own fault where it has a device that is always full, else its code on this system.</summary>
    private static async Task FillDiskAsync(CancellationToken cancellationToken)
    {
        const int NoSpaceOnWindows = unchecked((int)0x80070070);
        if (!File.Exists("/dev/full"))
        {
            throw new IOException("full", NoSpaceOnWindows);
        }

        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await full.WriteAsync(new byte[1], cancellationToken);
    }

    private static byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
        {
            bytes[i] = (byte)(i * 31 + i / 251);
        }

        return bytes;
    }

    private Task<JobArtifact> WriteAsync(byte[] bytes) => _artifacts.WriteAsync(
        "weights",
        async (stream, cancellationToken) =>
        {
            // Uneven pieces, both ways of writing.
            for (var offset = 0; offset < bytes.Length; offset += 70_001)
            {
                var piece = bytes.AsMemory(offset, Math.Min(70_001, bytes.Length - offset));
                await stream.WriteAsync(piece[..(piece.Length / 2)], cancellationToken);
                stream.Write(piece.Span[(piece.Length / 2)..]);
            }
        },
        None);

    private async Task<byte[]> ReadAsync(ArtifactHash hash)
    {
        await using var stream = await _artifacts.OpenReadAsync(hash, None);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
