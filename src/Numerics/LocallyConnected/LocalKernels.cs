namespace Experiments.Numerics;

/// <summary>Outputs of filters that are not shared.</summary>
internal readonly struct LocalForward(LocalCall call, PinnedEpilogue epilogue) : IKernelCall
{
    public void Run<TLanes, TVector>(ComputeThreads threads)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        threads.For(call.Positions, 1, new LocalForwardBody<TLanes, TVector>(call, epilogue));
}

/// <summary>The gradient of the input of filters that are not shared.</summary>
internal readonly struct LocalInputGradient(LocalCall call, PinnedEpilogue epilogue) : IKernelCall
{
    // Each block brings the filters into columns anew.
    private const int MostImages = 64;

    public void Run<TLanes, TVector>(ComputeThreads threads)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var fair = (call.Images + threads.Threads - 1) / threads.Threads;
        var block = Math.Clamp((fair + 7) / 8 * 8, 8, MostImages);
        var body = new LocalInputGradientBody<TLanes, TVector>(call, epilogue, block);
        threads.For(body.Items, 1, body);
    }
}

/// <summary>The gradient of filters that are not shared.</summary>
internal readonly struct LocalWeightGradient(LocalCall call) : IKernelCall
{
    public void Run<TLanes, TVector>(ComputeThreads threads)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var body = new LocalWeightGradientBody<TLanes, TVector>(call);
        threads.For(body.Items, 1, body);
    }
}
