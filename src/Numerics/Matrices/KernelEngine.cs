using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Experiments.Numerics;

/// <summary>The matrix products and convolutions of one lane type. The process uses the widest that its processor has; tests compare them all.</summary>
internal abstract unsafe class KernelEngine
{
    /// <summary>The engine that this process computes with.</summary>
    public static KernelEngine Selected { get; } = Supported()[0];

    public abstract string Name { get; }

    /// <summary>The engines that this processor can run, widest first.</summary>
    public static IReadOnlyList<KernelEngine> Supported()
    {
        var engines = new List<KernelEngine>();
        if (Avx512F.IsSupported)
            engines.Add(new KernelEngine<Avx512Lanes, Vector512<float>>("AVX-512"));
        if (Avx2.IsSupported && Fma.IsSupported)
            engines.Add(new KernelEngine<Avx2Lanes, Vector256<float>>("AVX2"));
        if (AdvSimd.IsSupported || Fma.IsSupported)
            engines.Add(new KernelEngine<Lanes128, Vector128<float>>("128 bits"));
        engines.Add(new KernelEngine<ScalarLanes, float>("scalar"));
        return engines;
    }

    /// <summary>Floats that B [k, n] takes as panels.</summary>
    public abstract long PackedLength(int k, int n);

    /// <summary>
    /// Writes B [k, n] as panels of columns, each panel a matrix of its own: k rows of as many floats as a tile of the micro-kernel is wide.
    /// The last panel is filled up with zeros.
    /// </summary>
    public abstract void Pack(StridedMatrix b, int k, int n, float* packed, ComputePool pool);

    /// <summary>Runs one product.</summary>
    public abstract void Multiply(in Product product, ComputePool pool);

    /// <summary>Runs correlations with filters packed by <see cref="Pack"/>.</summary>
    public abstract void Correlate(in CorrelationCall call, ComputePool pool);

    /// <summary>The input gradient of a convolution with few channels.</summary>
    public abstract void FoldInputGradient(in FoldedGradientCall call, ComputePool pool);

    /// <summary>Adds the weight gradients of a block of images.</summary>
    public abstract void AddWeightGradient(in WeightGradientCall call, ComputePool pool);

    /// <summary>Outputs of filters that are not shared.</summary>
    public abstract void LocalForward(in LocalCall call, in PinnedEpilogue epilogue, ComputePool pool);

    /// <summary>The gradient of the input of filters that are not shared.</summary>
    public abstract void LocalInputGradient(in LocalCall call, in PinnedEpilogue epilogue, ComputePool pool);

    /// <summary>The gradient of filters that are not shared.</summary>
    public abstract void LocalWeightGradient(in LocalCall call, ComputePool pool);

    /// <summary>Floats that may be read past the end of the strips of <see cref="AddWeightGradient"/>.</summary>
    public abstract int Slack { get; }
}
