using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Experiments.Numerics;

/// <summary>Weighted sums of a map of pixels over a square Gaussian window: along rows, then along columns, each sum from the first to the
/// last weight. Pixels outside of the map count as 0; so the operation is its own transpose.</summary>
internal readonly unsafe struct PixelBlur
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _size;
    private readonly float* _weights;
    private readonly float* _paddedRow;
    private readonly float* _paddedRows;

    /// <param name="height">Rows of the map.</param>
    /// <param name="width">Columns of the map.</param>
    /// <param name="size">Of the window; odd.</param>
    /// <param name="sigma">Of the Gaussian, in pixels.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> floats that belong to the blur while it is used.</param>
    public PixelBlur(int height, int width, int size, float sigma, float* scratch)
    {
        (_height, _width, _size) = (height, width, size);
        _weights = scratch;
        _paddedRow = _weights + size;
        _paddedRows = _paddedRow + width + size - 1;

        var total = 0f;
        for (var i = 0; i < size; i++)
        {
            var distance = (i - size / 2) / sigma;
            _weights[i] = VectorMath.Exp(-distance * distance / 2);
            total += _weights[i];
        }

        for (var i = 0; i < size; i++)
        {
            _weights[i] /= total;
        }
    }

    public static long ScratchLength(int height, int width, int size) => size + (width + size - 1L) + (height + size - 1L) * width;

    public void Apply(ReadOnlySpan<float> map, Span<float> result)
    {
        var half = _size / 2;
        new Span<float>(_paddedRow, _width + _size - 1).Clear();
        var rows = new Span<float>(_paddedRows, (_height + _size - 1) * _width);
        rows.Clear();
        for (var y = 0; y < _height; y++)
        {
            map.Slice(y * _width, _width).CopyTo(new Span<float>(_paddedRow + half, _width));
            WeightedSums(_paddedRow, 1, rows.Slice((y + half) * _width, _width));
        }

        for (var y = 0; y < _height; y++)
        {
            WeightedSums(_paddedRows + (nint)y * _width, _width, result.Slice(y * _width, _width));
        }
    }

    private void WeightedSums(float* from, nint step, Span<float> sums)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= sums.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                WeightedSum<MathLanes256, Vector256<float>>(from + i, step).CopyTo(sums[i..]);
            }
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = WeightedSum<MathLane, float>(from + i, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T WeightedSum<TLanes, T>(float* from, nint step)
        where TLanes : struct, IMathLanes<T>
        where T : unmanaged
    {
        var sum = TLanes.Broadcast(0);
        for (var j = 0; j < _size; j++)
        {
            sum = TLanes.FusedMultiplyAdd(TLanes.Broadcast(_weights[j]), Unsafe.ReadUnaligned<T>(from + j * step), sum);
        }
        return sum;
    }
}
