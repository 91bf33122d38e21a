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
            {
                throw new ArgumentOutOfRangeException(name, $"a size of {name} is {size}; it must be at least 0");
            }
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
        {
            throw new ArgumentException($"{name} is memory that {sourceName} lies in; it must be memory of its own", name);
        }
    }

    /// <summary>The spans of the gradient dx of n inputs x of a length, from that of outputs of another length.</summary>
    public static void Gradient(int n, ReadOnlySpan<float> x, int length, ReadOnlySpan<float> dy, int outputLength, ReadOnlySpan<float> dx)
    {
        Length(x, nameof(x), n, length);
        Length(dy, nameof(dy), n, outputLength);
        Length(dx, nameof(dx), n, length);
        NoOverlap(dx, nameof(dx), x, nameof(x));
        NoOverlap(dx, nameof(dx), dy, nameof(dy));
    }

    /// <exception cref="ArgumentException">The value is below its least.</exception>
    public static void AtLeast(int value, string name, int least)
    {
        if (value < least)
        {
            throw new ArgumentException($"{name} is {value}; it must be at least {least}", name);
        }
    }

    /// <exception cref="ArgumentException">The value is above a limit that follows from other values.</exception>
    public static void AtMost(int value, string name, long most, string mostName)
    {
        if (value > most)
        {
            throw new ArgumentException($"{name} is {value}; it must be at most {mostName}, {most}", name);
        }
    }

    /// <exception cref="ArgumentException">The value cannot be divided into that many parts.</exception>
    public static void MultipleOf(int value, string name, int divisor, string divisorName)
    {
        if (value % divisor != 0)
        {
            throw new ArgumentException($"{name} is {value}; it must be a multiple of {divisorName}, {divisor}", name);
        }
    }
}
