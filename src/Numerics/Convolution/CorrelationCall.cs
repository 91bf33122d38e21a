namespace Experiments.Numerics;

/// <summary>Correlations of the same images that together write every element of the target; every pointer is pinned while it runs.</summary>
internal readonly unsafe struct CorrelationCall(
    Correlation[] correlations, float* panels, int images, float* source, float* target, int targetLength, PinnedEpilogue epilogue)
{
    public readonly Correlation[] Correlations = correlations;
    public readonly float* Panels = panels;
    public readonly int Images = images;
    public readonly float* Source = source;
    public readonly float* Target = target;

    /// <summary>Floats of one target image.</summary>
    public readonly int TargetLength = targetLength;

    public readonly PinnedEpilogue Epilogue = epilogue;

    /// <summary>The call for some of its images.</summary>
    public CorrelationCall Slice(int first, int count)
    {
        var source = Correlations[0].SourceHeight * Correlations[0].SourceWidth * Correlations[0].SourceChannels;
        return new(
            Correlations, Panels, count, Source + (nint)first * source, Target + (nint)first * TargetLength, TargetLength, Epilogue.From((nint)first * TargetLength));
    }
}
