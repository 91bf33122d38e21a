using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>Schemas that this database has had. A program refuses a database with a version that it does not know.</summary>
[StoredTable("schema_versions", nameof(Version))]
internal sealed class SchemaVersionRecord
{
    /// <summary>The schema's.</summary>
    public required int Version { get; init; }

    /// <summary>The migration's script.</summary>
    public required string Name { get; init; }

    /// <summary>When the database came to it.</summary>
    [Column(Unit = "ms UTC")]
    public required long AppliedAt { get; init; }
}
