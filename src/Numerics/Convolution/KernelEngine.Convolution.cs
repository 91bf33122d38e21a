namespace Experiments.Numerics;

internal sealed unsafe partial class KernelEngine<TLanes, TVector>
{
    public override int Slack => Tile<TLanes, TVector>.MostColumns;

    public override void Correlate(in CorrelationCall call, ComputePool pool)
    {
        var body = new CorrelationBody<TLanes, TVector>(call, pool.Threads);
        pool.For(body.Items, 1, body);
    }

    public override void FoldInputGradient(in FoldedGradientCall call, ComputePool pool)
        => pool.For(call.Images, 1, new FoldedGradientBody<TLanes, TVector>(call));

    public override void AddWeightGradient(in WeightGradientCall call, ComputePool pool)
    {
        var body = new WeightGradientBody<TLanes, TVector>(call);
        pool.For(body.Items, 1, body);
    }
}
