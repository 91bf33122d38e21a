namespace Experiments.Numerics;

/// <summary>The body of a parallel loop: a struct, so that the loop is compiled for it and nothing is allocated per call.</summary>
public interface IRangeBody
{
    /// <summary>Does items <paramref name="start"/> to <paramref name="end"/> - 1. Called from several threads at once for ranges that do
    /// not overlap.</summary>
    void Invoke(int start, int end);
}
