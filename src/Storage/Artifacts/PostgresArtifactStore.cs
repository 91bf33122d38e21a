using System.Security.Cryptography;
using Experiments.Contracts;
using Npgsql;
using NpgsqlTypes;
using Experiments.Ports;
using Experiments.Settings;

namespace Experiments.Storage;

/// <summary>
/// Artifacts as rows of at most 1 MiB. They pass through a temporary file both ways: written, because the name is known only at the end and
/// because an upload can then be repeated after a lost connection; read, because no byte is handed out before the last one is checked.
/// Memory holds one chunk.
/// </summary>
internal sealed class PostgresArtifactStore(RelationalDatabase database) : IArtifactStore
{
    private const int ChunkBytes = 1 << 20;

    public async Task<JobArtifact> WriteAsync(string role, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            return await WriteThroughFileAsync(role, write, cancellationToken);
        }
        catch (Exception exception) when (FullDisk.Is(exception))
        {
            // Around the file's end too, which tries once more to write what is left. The disk is this host's: the server's speaks for
            // itself.
            throw ArtifactSpool.DiskFull($"temporary folder {Path.GetTempPath()}", exception);
        }
    }

    private async Task<JobArtifact> WriteThroughFileAsync(
        string role, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        await using var file = OpenTemporary();
        ArtifactHash hash;
        await using (var spool = new ArtifactSpool(file))
        {
            await write(spool, cancellationToken);
            await file.FlushAsync(cancellationToken);
            hash = spool.Complete();
        }

        var bytes = file.Length;
        await database.WriteAsync(
            async session =>
            {
                await UploadAsync(session, file, hash, bytes, cancellationToken);
                return true;
            },
            cancellationToken);
        return new JobArtifact(role, hash, bytes);
    }

    public async Task<Stream> OpenReadAsync(ArtifactHash hash, CancellationToken cancellationToken)
    {
        var file = OpenTemporary();
        try
        {
            var (actual, expectedBytes) =
                await database.ReadAsync(session => DownloadAsync(session, file, hash, cancellationToken), cancellationToken);
            if (expectedBytes is null || (file.Length == 0 && expectedBytes > 0))
            {
                throw new ArtifactDamagedException(hash, "is missing");
            }

            if (actual != hash.Value)
            {
                throw new ArtifactDamagedException(hash, $"is damaged: its bytes have the hash {actual}");
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

#pragma warning disable RS0030 // A name that no other process takes; nothing is computed from it.
    private static FileStream OpenTemporary()
    {
        var options = PrivateFiles.Options(FileMode.CreateNew, FileAccess.ReadWrite);
        (options.BufferSize, options.Options) = (128 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        return new FileStream(Path.Combine(Path.GetTempPath(), $"experiments-{Guid.NewGuid():N}.part"), options);
    }
#pragma warning restore RS0030

    /// <summary>Replaces an older copy: if that one is damaged, this heals it.</summary>
    private static async Task UploadAsync(
        SqlSession session, FileStream file, ArtifactHash hash, long bytes, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO artifacts (hash, bytes) VALUES (@hash, @bytes) ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes",
            cancellationToken,
            ("@hash", hash.Value), ("@bytes", bytes));
        await session.ExecuteAsync("DELETE FROM artifact_chunks WHERE hash = @hash", cancellationToken, ("@hash", hash.Value));
        file.Position = 0;
        var buffer = new byte[(int)Math.Min(ChunkBytes, bytes)];
        await using var writer = await ((NpgsqlConnection)session.Connection).BeginBinaryImportAsync(
            "COPY artifact_chunks (hash, ordinal, data) FROM STDIN (FORMAT BINARY)", cancellationToken);
        for (var ordinal = 0; file.Position < bytes; ordinal++)
        {
            var count = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(hash.Value, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(ordinal, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(new ReadOnlyMemory<byte>(buffer, 0, count), NpgsqlDbType.Bytea, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <returns>The hash of what was read into the file, and the size that was stored; null when there is no such artifact.</returns>
    private static async Task<(string Hash, long? Bytes)> DownloadAsync(
        SqlSession session, FileStream file, ArtifactHash hash, CancellationToken cancellationToken)
    {
        file.SetLength(0);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sizes = await session.QueryAsync(
            "SELECT bytes FROM artifacts WHERE hash = @hash", reader => reader.GetInt64(0), cancellationToken, ("@hash", hash.Value));
        await using var command =
            new NpgsqlCommand("SELECT data FROM artifact_chunks WHERE hash = $1 ORDER BY ordinal", (NpgsqlConnection)session.Connection);
        command.Parameters.Add(new NpgsqlParameter { Value = hash.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var chunk = reader.GetFieldValue<byte[]>(0);
            sha.AppendData(chunk);
            await file.WriteAsync(chunk, cancellationToken);
        }

        await file.FlushAsync(cancellationToken);
        return (Convert.ToHexStringLower(sha.GetHashAndReset()), sizes is [var bytes] ? bytes : null);
    }
}
