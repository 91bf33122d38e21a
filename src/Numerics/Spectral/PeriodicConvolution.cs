namespace Experiments.Numerics;

/// <summary>
/// The operator norm of a convolution on a torus of pixels, exactly, by the Fourier transform of its kernels. Plane waves diagonalise it:
/// the norm is the largest singular value, over all frequencies, of the matrix [filters, channels] of the kernels' transforms there. With a
/// stride s, the s^2 frequencies that the coarser output grid cannot tell apart act together: their matrices stand side by side, divided by
/// s. Groups are operators of their own.
/// </summary>
/// <remarks>
/// C. Szegedy et al., 2013, arXiv:1312.6199, section 4.3 (stride 1; the folding is in its text). H. Sedghi, V. Gupta, P. M. Long, "The
/// singular values of convolutional layers", 2018, arXiv:1805.10408. A convolution of an image with zeros around it is this operator on any
/// torus that holds the padded image, between inputs that are zero outside of the image and some of the outputs; so its norm is at most
/// this one.
/// </remarks>
public sealed record PeriodicConvolution
{
    /// <summary>The convolution's sizes.</summary>
    public required Convolution2DShape Shape { get; init; }

    /// <summary>Rows of the torus; a multiple of the stride.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of the torus; a multiple of the stride.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of frequencies that the output grid tells apart.</summary>
    internal int CoarseHeight => Height / Shape.StrideY;

    /// <summary>Columns of the same.</summary>
    internal int CoarseWidth => Width / Shape.StrideX;

    /// <summary>On the smallest torus that holds the padded image.</summary>
    public static PeriodicConvolution Around(Convolution2DShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new PeriodicConvolution
        {
            Shape = shape,
            Height = RoundUp(shape.Height + 2 * shape.PaddingY, shape.StrideY),
            Width = RoundUp(shape.Width + 2 * shape.PaddingX, shape.StrideX),
        };
    }

    /// <summary>The norm: the largest of the estimates over all frequencies, each to the tolerance.</summary>
    /// <param name="weights">[filters, channels / groups, kernelHeight, kernelWidth].</param>
    /// <param name="tolerance">As in <see cref="OperatorNorm.Largest"/>.</param>
    /// <param name="threads">The threads to use; no part of the result.</param>
    /// <returns>The norm and whether every iteration converged.</returns>
    /// <exception cref="ArgumentException">A size is out of its range, or the weights are shorter than their shape.</exception>
    public (double Value, bool Converged) Norm(ReadOnlyMemory<float> weights, double tolerance, ComputeThreads threads)
    {
        ArgumentNullException.ThrowIfNull(threads);
        Shape.Validate();
        Check.MultipleOf(Height, "height", Shape.StrideY, "strideY");
        Check.MultipleOf(Width, "width", Shape.StrideX, "strideX");
        Check.Length(weights.Span, nameof(weights), Shape.WeightLength);

        var search = new Search(this, weights, tolerance);
        threads.For(Shape.Groups * CoarseWidth, 1, new ColumnBody(search, CoarseWidth));
        return (search.Largest, search.Converged);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    /// <summary>What the threads share: the largest norm so far, which lets frequencies be left out that cannot exceed it. That changes no
    /// result.</summary>
    private sealed class Search(PeriodicConvolution convolution, ReadOnlyMemory<float> weights, double tolerance)
    {
        private const double Rounding = 1 + 1e-9;

        private readonly object _gate = new();
        private readonly UnitRoots _rows = new(convolution.Height);
        private readonly UnitRoots _columns = new(convolution.Width);

        public double Largest { get; private set; }

        public bool Converged { get; private set; } = true;

        /// <summary>One column of coarse frequencies of one group. Opposite frequencies have conjugate matrices, so half of them will
        /// do.</summary>
        public void Scan(int group, int column)
        {
            var transform = new FoldedTransform(convolution, weights, group, column, _rows, _columns);
            var opposite = (convolution.CoarseWidth - column) % convolution.CoarseWidth;
            for (var row = 0; row < convolution.CoarseHeight && column <= opposite; row++)
            {
                if (column == opposite && row > (convolution.CoarseHeight - row) % convolution.CoarseHeight)
                {
                    continue;
                }

                var matrix = transform.At(row);
                if (matrix.FrobeniusNorm * Rounding >= Current)
                {
                    Include(OperatorNorm.Largest(matrix, tolerance));
                }
            }
        }

        private double Current
        {
            get
            {
                lock (_gate)
                {
                    return Largest;
                }
            }
        }

        private void Include(NormEstimate estimate)
        {
            lock (_gate)
            {
                Largest = Math.Max(Largest, estimate.Value);
                Converged &= estimate.Converged;
            }
        }
    }

    private readonly struct ColumnBody(Search search, int columns) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var item = start; item < end; item++)
            {
                search.Scan(item / columns, item % columns);
            }
        }
    }
}
