using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>Brings images of one shape into another: channels first, then columns, then rows, then rounded to whole values. Sums are in
/// double precision and in a fixed order, so the same image gives the same bytes everywhere. Safe for any number of threads.</summary>
internal sealed class ImageResizer
{
    [ThreadStatic]
    private static double[]? t_planes;

    private readonly TensorShape _source;
    private readonly TensorShape _target;
    private readonly BilinearAxis _columns;
    private readonly BilinearAxis _rows;

    /// <param name="source">One or three channels.</param>
    /// <param name="target">One or three channels.</param>
    public ImageResizer(TensorShape source, TensorShape target)
    {
        (_source, _target) = (source, target);
        (_columns, _rows) = (new BilinearAxis(source.Width, target.Width), new BilinearAxis(source.Height, target.Height));
    }

    /// <summary>Resizes one image.</summary>
    /// <param name="source">[channels, height, width] of the source.</param>
    /// <param name="target">[channels, height, width] of the target, overwritten.</param>
    public void Apply(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var planes = Math.Min(_source.Channels, _target.Channels);
        var narrow = _source.Height * _target.Width;
        var scratch = t_planes is { } kept && kept.Length >= _source.Height * _source.Width + narrow
            ? kept
            : t_planes = new double[_source.Height * _source.Width + narrow];
        var plane = scratch.AsSpan(0, _source.Height * _source.Width);
        for (var c = 0; c < planes; c++)
        {
            Load(source, c, plane);
            var between = scratch.AsSpan(plane.Length, narrow);
            Narrow(plane, between);
            Shorten(between, target.Slice(c * _target.Height * _target.Width, _target.Height * _target.Width));
        }

        for (var c = planes; c < _target.Channels; c++)
        {
            target[..(_target.Height * _target.Width)].CopyTo(target[(c * _target.Height * _target.Width)..]);
        }
    }

    /// <summary>One channel as it is, or the luma of three: ITU-R BT.601 in 16 bits, 19595 R + 38470 G + 7471 B, rounded.</summary>
    private void Load(ReadOnlySpan<byte> source, int channel, Span<double> plane)
    {
        if (_source.Channels > _target.Channels)
        {
            for (var p = 0; p < plane.Length; p++)
            {
                plane[p] = (19595 * source[p] + 38470 * source[plane.Length + p] + 7471 * source[2 * plane.Length + p] + 0x8000) >> 16;
            }
            return;
        }

        for (var p = 0; p < plane.Length; p++)
        {
            plane[p] = source[channel * plane.Length + p];
        }
    }

    private void Narrow(ReadOnlySpan<double> plane, Span<double> between)
    {
        for (var y = 0; y < _source.Height; y++)
        {
            var row = plane.Slice(y * _source.Width, _source.Width);
            for (var x = 0; x < _target.Width; x++)
            {
                var (first, weights, sum) = (_columns.Start[x], _columns.Weights[x], 0.0);
                for (var j = 0; j < weights.Length; j++)
                {
                    sum += weights[j] * row[first + j];
                }
                between[y * _target.Width + x] = sum;
            }
        }
    }

    private void Shorten(ReadOnlySpan<double> between, Span<byte> target)
    {
        for (var y = 0; y < _target.Height; y++)
        {
            var (first, weights) = (_rows.Start[y], _rows.Weights[y]);
            for (var x = 0; x < _target.Width; x++)
            {
                var sum = 0.0;
                for (var j = 0; j < weights.Length; j++)
                {
                    sum += weights[j] * between[(first + j) * _target.Width + x];
                }
                target[y * _target.Width + x] = (byte)Math.Clamp(sum + 0.5, 0, 255);
            }
        }
    }
}
