namespace Experiments.Numerics;

/// <summary>Which of three bodies adds the gradient of the weights; the sums' terms and their order are the same in all.</summary>
internal enum WeightGradientMethod
{
    /// <summary><see cref="TapGradientBody{TLanes, TVector}"/>: the channels fill vectors.</summary>
    Taps,

    /// <summary><see cref="TermGradientBody{TLanes, TVector}"/>: there are few channels, and the filters fill vectors.</summary>
    Terms,

    /// <summary><see cref="WindowGradientBody{TLanes, TVector}"/>: all others.</summary>
    Windows,
}

/// <summary>Adds the weight gradients of a block of images; every pointer is pinned while it runs.</summary>
internal readonly unsafe struct WeightGradientCall(
    WeightGradientMethod method, Convolution2DShape shape, int images, float* x, float* padded, float* dy, float* sums, bool isFirst)
    : IKernelCall
{
    public readonly WeightGradientMethod Method = method;
    public readonly Convolution2DShape Shape = shape;
    public readonly int Images = images;

    /// <summary>[images, height, width, channels]; read by <see cref="WeightGradientMethod.Taps"/>.</summary>
    public readonly float* Input = x;

    /// <summary>See <see cref="PaddedImages"/>; read by the other methods.</summary>
    public readonly float* Padded = padded;

    /// <summary>[images, outputHeight, outputWidth, filters].</summary>
    public readonly float* OutputGradient = dy;

    /// <summary>[filters, kernelHeight, kernelWidth, channels / groups], or with <see cref="WeightGradientMethod.Terms"/> [groups,
    /// kernelHeight, kernelWidth, channels / groups, filters / groups].</summary>
    public readonly float* Sums = sums;

    /// <summary>Starts the sums from 0.</summary>
    public readonly bool IsFirst = isFirst;

    public void Run<TLanes, TVector>(ComputeThreads threads)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        switch (Method)
        {
            case WeightGradientMethod.Taps:
                var taps = new TapGradientBody<TLanes, TVector>(this);
                threads.For(taps.Items, Math.Max(1, taps.Items / (8 * threads.Threads)), taps);
                break;
            case WeightGradientMethod.Terms:
                var terms = new TermGradientBody<TLanes, TVector>(this);
                threads.For(terms.Items, 1, terms);
                break;
            default:
                var windows = new WindowGradientBody<TLanes, TVector>(this);
                threads.For(windows.Items, 1, windows);
                break;
        }
    }
}
