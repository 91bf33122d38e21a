namespace Experiments.Numerics;

/// <summary>Applies an epilogue to finished sums while they are still in the first-level cache: elementwise, the same bits at any vector
/// width.</summary>
internal static unsafe class EpiloguePass
{
    /// <summary>Rows <paramref name="i"/> to i + rows - 1 and columns <paramref name="j"/> to j + columns - 1 of the product's C.</summary>
    public static void Apply(in Product product, int i, int rows, int j, int columns)
    {
        var epilogue = product.Epilogue;
        if (epilogue.IsEmpty)
        {
            return;
        }

        // Whole rows lie one after the other: one stretch, with one rest that does not fill a vector.
        if (columns == product.N)
        {
            Apply(epilogue, product.C, (nint)i * columns, rows * columns, columns);
            return;
        }

        for (var r = 0; r < rows; r++)
        {
            var at = (nint)(i + r) * product.N + j;
            var bias = epilogue.Bias is null ? null : epilogue.Bias + j;
            Apply(new PinnedEpilogue(bias, epilogue.Activation, epilogue.DerivativeOf), product.C, at, columns, columns);
        }
    }

    /// <summary>The <paramref name="length"/> elements of c from <paramref name="start"/> on, whole rows of
    /// <paramref name="columns"/>.</summary>
    public static void Apply(in PinnedEpilogue epilogue, float* c, nint start, int length, int columns)
    {
        if (epilogue.IsEmpty)
        {
            return;
        }

        var values = new Span<float>(c + start, length);
        if (epilogue.DerivativeOf is not null)
        {
            Elementwise.MultiplyByDerivative(epilogue.Activation, new ReadOnlySpan<float>(epilogue.DerivativeOf + start, length), values);
            return;
        }

        if (epilogue.Bias is null)
        {
            Elementwise.Activate(epilogue.Activation, values);
        }
        else
        {
            Elementwise.AddToRowsAndActivate(new ReadOnlySpan<float>(epilogue.Bias, columns), epilogue.Activation, values);
        }
    }
}
