namespace Experiments.Numerics;

/// <summary>A symmetric linear map.</summary>
internal interface ISymmetricOperator
{
    int Length { get; }

    /// <summary>result = G v.</summary>
    void Apply(ReadOnlySpan<double> v, Span<double> result);
}

/// <param name="Value">The largest eigenvalue within the basis.</param>
/// <param name="Residual">||G v - value v|| for its unit vector v.</param>
/// <param name="Steps">Products with G.</param>
internal readonly record struct RitzPair(double Value, double Residual, int Steps);

/// <summary>Lanczos' orthogonal basis of the powers of a symmetric map, in which the map is tridiagonal. Each run starts from the best
/// vector of the last one.</summary>
internal sealed class KrylovBasis
{
    private readonly ISymmetricOperator _map;
    private readonly int _length;
    private readonly double[][] _vectors;
    private readonly double[] _diagonal;
    private readonly double[] _beside;

    public KrylovBasis(ISymmetricOperator map, int size)
    {
        (_map, _length) = (map, map.Length);
        var capacity = Math.Min(size, _length);
        _vectors = [.. Enumerable.Range(0, capacity + 1).Select(_ => new double[_length])];
        (_diagonal, _beside) = (new double[capacity], new double[capacity]);
    }

    /// <summary>Fixed random numbers: the result of an iteration follows from its map alone.</summary>
    public void StartAtRandom()
    {
        var gaussian = new float[_length];
        new CounterRandom(0, RandomPurpose.IterationStart, 0).FillGaussian(gaussian);
        for (var i = 0; i < _length; i++)
        {
            _vectors[0][i] = gaussian[i];
        }
        DoubleVectors.Normalize(_vectors[0]);
    }

    /// <summary>One run to the size of the basis; afterwards the best vector is the start of the next.</summary>
    /// <param name="exhausted">What is new in a product ends the run when it is below this fraction of the product.</param>
    public RitzPair Run(double exhausted)
    {
        var steps = 0;
        while (steps < _diagonal.Length)
        {
            var next = _vectors[steps + 1];
            _map.Apply(_vectors[steps], next);
            var size = Math.Sqrt(DoubleVectors.Dot(next, next));
            _diagonal[steps] = DoubleVectors.Dot(_vectors[steps], next);
            Orthogonalize(next, steps);
            Orthogonalize(next, steps);
            _beside[steps] = DoubleVectors.Normalize(next);
            steps++;
            if (_beside[steps - 1] <= exhausted * size)
            {
                _beside[steps - 1] = 0;
                break;
            }
        }

        return Best(steps);
    }

    private void Orthogonalize(Span<double> next, int last)
    {
        for (var i = last; i >= 0; i--)
        {
            DoubleVectors.AddScaled(-DoubleVectors.Dot(_vectors[i], next), _vectors[i], next);
        }
    }

    private RitzPair Best(int steps)
    {
        var tridiagonal = new double[steps * steps];
        for (var i = 0; i < steps; i++)
        {
            tridiagonal[i * steps + i] = _diagonal[i];
            if (i + 1 < steps)
            {
                tridiagonal[i * steps + i + 1] = tridiagonal[(i + 1) * steps + i] = _beside[i];
            }
        }

        // The map is a square, so its eigenvalues are its singular values.
        var svd = JacobiSvd.Of(tridiagonal, steps, steps);
        var weights = svd.RightVectors.Span[..steps];
        var best = new double[_length];
        for (var i = 0; i < steps; i++)
        {
            DoubleVectors.AddScaled(weights[i], _vectors[i], best);
        }
        DoubleVectors.Normalize(best);
        best.CopyTo(_vectors[0], 0);
        return new RitzPair(svd.Values[0], _beside[steps - 1] * Math.Abs(weights[steps - 1]), steps);
    }
}
