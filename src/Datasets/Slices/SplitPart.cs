namespace Experiments.Datasets;

/// <summary>Part <see cref="Part"/> of <see cref="Parts"/> disjoint parts that together hold every image of a slice. Sizes differ by at
/// most one.</summary>
/// <param name="Part">1 to <see cref="Parts"/>.</param>
/// <param name="Parts">At least 1, at most the number of images in the slice.</param>
/// <param name="Seed">Of the permutation that deals the images out; parts of one slice are disjoint when their seeds and numbers of parts
/// are equal.</param>
public sealed record SplitPart(int Part, int Parts, ulong Seed);
