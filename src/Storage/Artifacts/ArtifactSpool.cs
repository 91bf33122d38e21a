using System.Security.Cryptography;
using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Storage;

/// <summary>Writes to a file and hashes on the way: an artifact's name is only known when its last byte is.</summary>
internal sealed class ArtifactSpool(FileStream file) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _bytes;

    public override long Position
    {
        get => _bytes;
        set => throw new NotSupportedException("artifacts are written from start to end.");
    }

    internal static StorageException DiskFull(string place, Exception cause) =>
        new(FullDisk.Explain(place), transient: true, cause);

    /// <summary>The hash of everything written.</summary>
    internal ArtifactHash Complete() => new(Convert.ToHexStringLower(_hash.GetHashAndReset()));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer);
        _hash.AppendData(buffer);
        _bytes += buffer.Length;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await file.WriteAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span);
        _bytes += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => file.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => file.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("artifacts are written here, not read.");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("artifacts are written from start to end.");

    public override void SetLength(long value) => throw new NotSupportedException("artifacts are written from start to end.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
