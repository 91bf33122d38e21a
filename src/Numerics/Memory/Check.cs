namespace Experiments.Numerics;

/// <summary>Argument checks that the kernels rely on: past them, no index is checked again.</summary>
internal static class Check
{
    /// <summary>The span holds a tensor of these sizes.</summary>
    public static void Length(ReadOnlySpan<float> values, string name, params ReadOnlySpan<int> sizes)
    {
        var length = 1L;
        foreach (var size in sizes)
        {
            if (size < 0)
                throw new ArgumentOutOfRangeException(name, $"a size of {name} is {size}; it must be at least 0");
            length = checked(length * size);
        }

        if (values.Length < length)
        {
            var shape = string.Join(", ", sizes.ToArray());
            throw new ArgumentException($"{name}'s length is {values.Length}; it must be at least {length}, for the shape [{shape}]", name);
        }
    }

    /// <summary>What is written does not lie on what is read.</summary>
    public static void NoOverlap(ReadOnlySpan<float> target, string name, ReadOnlySpan<float> source, string sourceName)
    {
        if (target.Overlaps(source))
            throw new ArgumentException($"{name} is memory that {sourceName} lies in; it must be memory of its own", name);
    }
}
