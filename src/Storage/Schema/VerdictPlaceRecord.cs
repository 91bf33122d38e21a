namespace Experiments.Storage;

/// <summary>The places of a block of verdicts, one row each: what takes blocks apart in views.</summary>
[StoredTable("verdict_places", nameof(Place))]
internal sealed class VerdictPlaceRecord
{
    /// <summary>From 0 to one less than the images of a full block.</summary>
    public required int Place { get; init; }
}
