using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Experiments.Numerics;

/// <summary>Matrix products and other kernels on one lane type. The process uses the widest that its processor has; tests compare them
/// all.</summary>
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
        {
            engines.Add(new LaneEngine<Avx512Lanes, Vector512<float>>("AVX-512"));
        }
        if (Avx2.IsSupported && Fma.IsSupported)
        {
            engines.Add(new LaneEngine<Avx2Lanes, Vector256<float>>("AVX2"));
        }
        if (AdvSimd.IsSupported || Fma.IsSupported)
        {
            engines.Add(new LaneEngine<Lanes128, Vector128<float>>("128 bits"));
        }
        engines.Add(new LaneEngine<ScalarLanes, float>("scalar"));
        return engines;
    }

    /// <summary>Floats that B [k, n] takes as panels.</summary>
    public abstract long PackedLength(int k, int n);

    /// <summary>Writes B [k, n] as panels of columns, each panel a matrix of its own: k rows of as many floats as a tile of the
    /// micro-kernel is wide. The last panel is filled up with zeros.</summary>
    public abstract void Pack(StridedMatrix b, int k, int n, float* packed, ComputeThreads threads);

    /// <summary>Runs one product.</summary>
    public abstract void Multiply(in Product product, ComputeThreads threads);

    /// <summary>Runs another kernel with these lanes.</summary>
    public abstract void Run<TCall>(in TCall call, ComputeThreads threads)
        where TCall : struct, IKernelCall;

    /// <summary>The most floats that a kernel may read past the end of a row of values.</summary>
    public abstract int Slack { get; }
}

/// <summary>One run of a kernel that is written once for all lane types.</summary>
internal interface IKernelCall
{
    void Run<TLanes, TVector>(ComputeThreads threads)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}
