using System.Numerics;

namespace Experiments.Numerics;

/// <summary>Tells numbers from what is none.</summary>
public static class Finite
{
    private const uint Exponent = 0x7F80_0000;

    /// <summary>No element is NaN or infinite.</summary>
    public static bool All(ReadOnlySpan<float> x)
    {
        var exponent = new Vector<uint>(Exponent);
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.EqualsAny(Vector.AsVectorUInt32(new Vector<float>(x[i..])) & exponent, exponent))
            {
                return false;
            }
        }

        for (; i < x.Length; i++)
        {
            if (!float.IsFinite(x[i]))
            {
                return false;
            }
        }

        return true;
    }
}
