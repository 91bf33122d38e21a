namespace Experiments.Numerics;

/// <summary>Correlations of the same images, with filters packed by <see cref="KernelEngine.Pack"/>, that together write every element of
/// the target; every pointer is pinned while it runs.</summary>
internal readonly unsafe struct CorrelationCall(
    Correlation[] correlations, float* panels, int images, float* source, float* target, int targetLength, PinnedEpilogue epilogue)
    : IKernelCall
{
    public readonly Correlation[] Correlations = correlations;
    public readonly float* Panels = panels;
    public readonly int Images = images;
    public readonly float* Source = source;
    public readonly float* Target = target;

    /// <summary>Floats of one target image.</summary>
    public readonly int TargetLength = targetLength;

    public readonly PinnedEpilogue Epilogue = epilogue;

    public void Run<TLanes, TVector>(ComputeThreads threads)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        const int Group = BatchCorrelationBody<TLanes, TVector>.Group;
        var inGroups = BatchCorrelationBody<TLanes, TVector>.Suits(Correlations) ? Images / Group * Group : 0;
        if (inGroups > 0)
        {
            var groups = new BatchCorrelationBody<TLanes, TVector>(Slice(0, inGroups), threads.Threads);
            threads.For(groups.Items, 1, groups);
        }

        if (inGroups == Images)
        {
            return;
        }

        var rest = new CorrelationBody<TLanes, TVector>(Slice(inGroups, Images - inGroups), threads.Threads);
        threads.For(rest.Items, 1, rest);
    }

    /// <summary>The call for some of its images.</summary>
    private CorrelationCall Slice(int first, int count)
    {
        var source = Correlations[0].SourceHeight * Correlations[0].SourceWidth * Correlations[0].SourceChannels;
        return new(
            Correlations, Panels, count, Source + (nint)first * source, Target + (nint)first * TargetLength, TargetLength,
            Epilogue.From((nint)first * TargetLength));
    }
}
