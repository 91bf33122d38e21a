using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Experiments.Networks.Torch;

/// <summary>Copies between this process's memory and a device.</summary>
internal static class HostMemory
{
    /// <summary>A tensor of single-precision values.</summary>
    /// <param name="values">Row-major; as many as the shape has.</param>
    /// <param name="shape">Extents.</param>
    /// <param name="device">Where the tensor lies.</param>
    public static Tensor Upload(ReadOnlySpan<float> values, long[] shape, Device device)
    {
        var host = empty(shape, ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        return host.to(device);
    }

    /// <summary>A tensor of classes, [n].</summary>
    public static Tensor Upload(ReadOnlySpan<int> labels, Device device)
    {
        var host = empty([labels.Length], ScalarType.Int64);
        var target = MemoryMarshal.Cast<byte, long>(host.bytes);
        for (var i = 0; i < labels.Length; i++)
        {
            target[i] = labels[i];
        }
        return host.to(device);
    }

    /// <summary>Copies a tensor's values, row-major.</summary>
    public static void Download(Tensor tensor, Span<float> values)
    {
        using var scope = NewDisposeScope();
        var host = tensor.detach().cpu().contiguous();
        MemoryMarshal.Cast<byte, float>(host.bytes).CopyTo(values);
    }
}
