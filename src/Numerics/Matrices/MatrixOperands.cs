namespace Experiments.Numerics;

/// <summary>A matrix in place: element (i, j) is at Data[i * Row + j * Column].</summary>
internal readonly unsafe struct StridedMatrix(float* data, nint row, nint column)
{
    public readonly float* Data = data;
    public readonly nint Row = row;
    public readonly nint Column = column;

    public float* At(nint i, nint j) => Data + i * Row + j * Column;
}

/// <summary>An <see cref="Epilogue"/> whose spans are pinned; null pointers for what it does not have.</summary>
internal readonly unsafe struct PinnedEpilogue(float* bias, Activation activation, float* derivativeOf)
{
    public readonly float* Bias = bias;
    public readonly Activation Activation = activation;
    public readonly float* DerivativeOf = derivativeOf;

    public bool IsEmpty => Bias is null && Activation == Activation.Identity;

    /// <summary>The epilogue of the results from element <paramref name="start"/> on, the first of a row.</summary>
    public PinnedEpilogue From(nint start) => new(Bias, Activation, DerivativeOf is null ? null : DerivativeOf + start);
}

/// <summary>One product C = A B (+ C) with its epilogue; every pointer is pinned for as long as it runs.</summary>
internal readonly unsafe struct Product(
    int m, int n, int k, StridedMatrix a, StridedMatrix b, float* packedB, float* c, bool accumulate, PinnedEpilogue epilogue)
{
    public readonly int M = m;
    public readonly int N = n;
    public readonly int K = k;
    public readonly StridedMatrix A = a;

    /// <summary>Not read when <see cref="PackedB"/> is given.</summary>
    public readonly StridedMatrix B = b;

    /// <summary>All of B as panels (see <see cref="KernelEngine.Pack"/>), or null.</summary>
    public readonly float* PackedB = packedB;

    public readonly float* C = c;
    public readonly bool Accumulate = accumulate;
    public readonly PinnedEpilogue Epilogue = epilogue;

    public long Flops => 2L * M * N * K;
}
