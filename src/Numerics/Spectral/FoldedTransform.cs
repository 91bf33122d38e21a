namespace Experiments.Numerics;

/// <summary>The Fourier transform of one group's kernels at one column of coarse frequencies, along x; along y it is done for one row at a
/// time. The frequencies that are aliases of each other differ by multiples of the coarse grid's size.</summary>
internal sealed class FoldedTransform
{
    private readonly PeriodicConvolution _convolution;
    private readonly UnitRoots _rows;
    private readonly int _filters;
    private readonly int _channels;
    private readonly int _kernelRows;

    // [filters, aliases along x, channels, kernel rows].
    private readonly double[] _real;
    private readonly double[] _imaginary;
    private readonly ComplexOperator _matrix;

    public FoldedTransform(
        PeriodicConvolution convolution, ReadOnlyMemory<float> weights, int group, int column, UnitRoots rows, UnitRoots columns)
    {
        var shape = convolution.Shape;
        (_convolution, _rows) = (convolution, rows);
        (_filters, _channels, _kernelRows) = (shape.FiltersPerGroup, shape.ChannelsPerGroup, shape.KernelHeight);
        _real = new double[_filters * shape.StrideX * _channels * _kernelRows];
        _imaginary = new double[_real.Length];
        _matrix = new ComplexOperator(_filters, shape.StrideY * shape.StrideX * _channels);
        var own = weights.Span.Slice(
            group * _filters * _channels * _kernelRows * shape.KernelWidth, _filters * _channels * _kernelRows * shape.KernelWidth);
        AlongX(own, column, columns);
    }

    /// <summary>The matrix at one row of coarse frequencies; valid until the next call.</summary>
    public ComplexOperator At(int row)
    {
        var shape = _convolution.Shape;
        var scale = 1 / Math.Sqrt((double)shape.StrideY * shape.StrideX);
        for (var f = 0; f < _filters; f++)
        {
            for (var aliasY = 0; aliasY < shape.StrideY; aliasY++)
            {
                var frequency = (long)row + aliasY * (long)_convolution.CoarseHeight;
                for (var i = 0; i < shape.StrideX * _channels; i++)
                {
                    _matrix.Set(f, aliasY * shape.StrideX * _channels + i, AlongY(
                        (f * shape.StrideX * _channels + i) * _kernelRows, frequency, scale));
                }
            }
        }

        _matrix.Finish();
        return _matrix;
    }

    private void AlongX(ReadOnlySpan<float> weights, int column, UnitRoots roots)
    {
        var shape = _convolution.Shape;
        var at = 0;
        for (var f = 0; f < _filters; f++)
        {
            for (var alias = 0; alias < shape.StrideX; alias++)
            {
                var frequency = (long)column + alias * (long)_convolution.CoarseWidth;
                for (var i = 0; i < _channels * _kernelRows; i++, at++)
                {
                    var taps = weights.Slice((f * _channels * _kernelRows + i) * shape.KernelWidth, shape.KernelWidth);
                    for (var b = 0; b < taps.Length; b++)
                    {
                        _real[at] += taps[b] * roots.Cos(frequency * b);
                        _imaginary[at] += taps[b] * roots.Sin(frequency * b);
                    }
                }
            }
        }
    }

    private (double Real, double Imaginary) AlongY(int at, long frequency, double scale)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var a = 0; a < _kernelRows; a++)
        {
            var (cos, sin) = (_rows.Cos(frequency * a), _rows.Sin(frequency * a));
            real += _real[at + a] * cos - _imaginary[at + a] * sin;
            imaginary += _real[at + a] * sin + _imaginary[at + a] * cos;
        }

        return (scale * real, scale * imaginary);
    }
}
