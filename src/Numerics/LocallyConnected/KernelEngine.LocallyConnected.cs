namespace Experiments.Numerics;

internal sealed unsafe partial class KernelEngine<TLanes, TVector>
{
    // Each block brings the filters into columns anew.
    private const int LocalImageBlock = 64;

    public override void LocalForward(in LocalCall call, in PinnedEpilogue epilogue, ComputePool pool)
        => pool.For(call.Positions, 1, new LocalForwardBody<TLanes, TVector>(call, epilogue));

    public override void LocalInputGradient(in LocalCall call, in PinnedEpilogue epilogue, ComputePool pool)
    {
        var fair = (call.Images + pool.Threads - 1) / pool.Threads;
        var block = Math.Clamp((fair + 7) / 8 * 8, 8, LocalImageBlock);
        var body = new LocalInputGradientBody<TLanes, TVector>(call, epilogue, block);
        pool.For(body.Items, 1, body);
    }

    public override void LocalWeightGradient(in LocalCall call, ComputePool pool)
    {
        var body = new LocalWeightGradientBody<TLanes, TVector>(call);
        pool.For(body.Items, 1, body);
    }
}
