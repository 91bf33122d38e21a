using Experiments.Contracts;

namespace Experiments.Ports;

/// <summary>Files by the SHA-256 of their bytes. Writing the same bytes twice keeps one copy; a damaged copy is replaced.</summary>
public interface IArtifactStore
{
    /// <summary>Stores what <paramref name="write"/> writes. The artifact is durable when the task ends, and absent if it fails.</summary>
    Task<JobArtifact> WriteAsync(string role, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <summary>Reads an artifact; the bytes are checked against the hash before any of them is handed out.</summary>
    /// <exception cref="ArtifactDamagedException">The artifact is missing or its bytes have another hash.</exception>
    Task<Stream> OpenReadAsync(ArtifactHash hash, CancellationToken cancellationToken);
}

/// <summary>An artifact is missing or its bytes are not those that were written.</summary>
public sealed class ArtifactDamagedException(ArtifactHash hash, string reason)
    : IOException($"artifact {hash} {reason}; the job that made it must run again.")
{
    public ArtifactHash Hash { get; } = hash;
}
