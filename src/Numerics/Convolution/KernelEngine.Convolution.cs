namespace Experiments.Numerics;

internal sealed unsafe partial class KernelEngine<TLanes, TVector>
{
    public override int Slack => Tile<TLanes, TVector>.MostColumns;

    public override void Correlate(in CorrelationCall call, ComputePool pool)
    {
        var inGroups = BatchCorrelationBody<TLanes, TVector>.Suits(call.Correlations) ? call.Images / BatchCorrelationBody<TLanes, TVector>.Group * BatchCorrelationBody<TLanes, TVector>.Group : 0;
        if (inGroups > 0)
        {
            var groups = new BatchCorrelationBody<TLanes, TVector>(call.Slice(0, inGroups), pool.Threads);
            pool.For(groups.Items, 1, groups);
        }

        if (inGroups == call.Images)
            return;
        var rest = new CorrelationBody<TLanes, TVector>(call.Slice(inGroups, call.Images - inGroups), pool.Threads);
        pool.For(rest.Items, 1, rest);
    }

    public override void FoldInputGradient(in FoldedGradientCall call, ComputePool pool)
        => pool.For(call.Images, 1, new FoldedGradientBody<TLanes, TVector>(call));

    public override void AddWeightGradient(in WeightGradientCall call, ComputePool pool)
    {
        switch (call.Method)
        {
            case WeightGradientMethod.Taps:
                var taps = new TapGradientBody<TLanes, TVector>(call);
                pool.For(taps.Items, Math.Max(1, taps.Items / (8 * pool.Threads)), taps);
                break;
            case WeightGradientMethod.Terms:
                var terms = new TermGradientBody<TLanes, TVector>(call);
                pool.For(terms.Items, 1, terms);
                break;
            default:
                var windows = new WindowGradientBody<TLanes, TVector>(call);
                pool.For(windows.Items, 1, windows);
                break;
        }
    }
}
