namespace Experiments.Datasets;

/// <summary>What one dimension of an IDX file must be.</summary>
/// <param name="Name">What errors call it: <c>number of images</c>.</param>
/// <param name="Required">Its size; null for any from 1 up.</param>
/// <param name="Reason">Why it must have that size; errors add it.</param>
public sealed record IdxDimension(string Name, int? Required = null, string? Reason = null);
