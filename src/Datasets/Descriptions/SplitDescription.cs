namespace Experiments.Datasets;

/// <summary>What is known of a split before its files are read.</summary>
/// <param name="Name"><c>train</c> or <c>test</c>.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Format">How it lies in files.</param>
public sealed record SplitDescription(string Name, int Count, ISplitFormat Format);
