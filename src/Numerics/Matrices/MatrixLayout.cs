namespace Experiments.Numerics;

/// <summary>Which operands of a product C [m, n] are stored transposed; all are row-major without gaps.</summary>
public enum MatrixLayout
{
    /// <summary>C = A B with A [m, k] and B [k, n].</summary>
    Plain,

    /// <summary>C = A B^T with A [m, k] and B [n, k].</summary>
    TransposedB,

    /// <summary>C = A^T B with A [k, m] and B [k, n].</summary>
    TransposedA,
}
