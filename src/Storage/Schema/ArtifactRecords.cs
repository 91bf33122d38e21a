using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>Files by the SHA-256 of their bytes: in <c>artifacts/</c> beside an SQLite database, in <c>artifact_chunks</c> on
/// PostgreSQL.</summary>
[StoredTable("artifacts", nameof(Hash))]
internal sealed class ArtifactRecord
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required ArtifactHash Hash { get; init; }

    /// <summary>Size.</summary>
    [Column(Unit = "bytes", Check = "bytes >= 0")]
    public required long Bytes { get; init; }
}

/// <summary>The bytes of files; PostgreSQL only.</summary>
[StoredTable("artifact_chunks", nameof(Hash), nameof(Ordinal), Cascades = true, OnPostgresOnly = true)]
internal sealed class ArtifactChunkRecord
{
    /// <summary>Of the whole artifact.</summary>
    public required ArtifactHash Hash { get; init; }

    /// <summary>Order of the chunks.</summary>
    [Column(Unit = "from 0", Check = "ordinal >= 0")]
    public required int Ordinal { get; init; }

    /// <summary>At most 1 MiB.</summary>
    public required byte[] Data { get; init; }
}

/// <summary>Which job left which files.</summary>
[StoredTable("job_artifacts", nameof(Job), nameof(Role))]
internal sealed class JobArtifactRecord
{
    /// <summary>Who made it.</summary>
    public required JobKey Job { get; init; }

    /// <summary><c>weights</c>, <c>images</c>.</summary>
    public required string Role { get; init; }

    // Who made a damaged artifact is found by it.

    /// <summary>The file.</summary>
    [Column(Indexed = true)]
    public required ArtifactHash Hash { get; init; }
}
