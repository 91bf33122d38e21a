namespace Experiments.Networks;

/// <summary>What every backend's passes check of their arguments.</summary>
internal static class PassCheck
{
    /// <exception cref="ArgumentException">The span is shorter than n images.</exception>
    public static void Length(int length, int n, int perImage, string name)
    {
        if (length < n * perImage)
        {
            throw new ArgumentException($"{name} has {length} values; it must have at least {n} x {perImage}.", name);
        }
    }

    /// <param name="n">Images of the last forward call; 0 before it.</param>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public static void WasForward(int n)
    {
        if (n == 0)
        {
            throw new InvalidOperationException("There was no forward call.");
        }
    }
}
