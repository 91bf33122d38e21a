namespace Experiments.Numerics;

/// <summary>A complex matrix as a real operator on (real parts, imaginary parts): the same singular values, each twice.</summary>
internal sealed class ComplexOperator(int rows, int columns) : ILinearOperator
{
    private readonly double[] _real = new double[rows * columns];
    private readonly double[] _imaginary = new double[rows * columns];

    public int Inputs => 2 * columns;

    public int Outputs => 2 * rows;

    /// <summary>An upper bound of the norm.</summary>
    public double FrobeniusNorm { get; private set; }

    public void Set(int row, int column, (double Real, double Imaginary) value) =>
        (_real[row * columns + column], _imaginary[row * columns + column]) = value;

    /// <summary>To be called once all values are set.</summary>
    public void Finish() => FrobeniusNorm = Math.Sqrt(DoubleVectors.Dot(_real, _real) + DoubleVectors.Dot(_imaginary, _imaginary));

    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        var xr = x[..columns];
        var xi = x.Slice(columns, columns);
        for (var i = 0; i < rows; i++)
        {
            var real = _real.AsSpan(i * columns, columns);
            var imaginary = _imaginary.AsSpan(i * columns, columns);
            y[i] = DoubleVectors.Dot(real, xr) - DoubleVectors.Dot(imaginary, xi);
            y[rows + i] = DoubleVectors.Dot(imaginary, xr) + DoubleVectors.Dot(real, xi);
        }
    }

    public void ApplyTransposed(ReadOnlySpan<double> y, Span<double> x)
    {
        x.Clear();
        var xr = x[..columns];
        var xi = x.Slice(columns, columns);
        for (var i = 0; i < rows; i++)
        {
            var real = _real.AsSpan(i * columns, columns);
            var imaginary = _imaginary.AsSpan(i * columns, columns);
            DoubleVectors.AddScaled(y[i], real, xr);
            DoubleVectors.AddScaled(y[rows + i], imaginary, xr);
            DoubleVectors.AddScaled(-y[i], imaginary, xi);
            DoubleVectors.AddScaled(y[rows + i], real, xi);
        }
    }
}
