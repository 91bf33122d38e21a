namespace Experiments.Attacks;

/// <summary>Holds an input against itself and the kind of attack, and reports all misfits together.</summary>
internal static class AttackInputCheck
{
    public static void ThrowIfUnfit(AttackType type, AttackInput input)
    {
        var misfits = new List<string>();
        CheckShapes(input, misfits);
        CheckSource(type, input, misfits);
        CheckBase(type, input, misfits);
        if (misfits.Count > 0)
        {
            throw new ArgumentException($"attack {type.Name}: {string.Join(' ', misfits)}", nameof(input));
        }
    }

    private static void CheckShapes(AttackInput input, List<string> misfits)
    {
        Require(input.Length >= 1, $"length is {input.Length}; it must be at least 1.", misfits);
        Require(
            (long)input.Count * input.Length == input.Images.Length,
            $"images holds {input.Images.Length} values; it must hold {input.Count} labels x {input.Length} pixels.",
            misfits);
        Require(
            input.Positions.Length == input.Count,
            $"positions has {input.Positions.Length} entries; it must have one per label, {input.Count}.", misfits);
        Require(input.Slots >= 1, $"slots is {input.Slots}; it must be at least 1.", misfits);
        Require(InBox(input.Images.Span), "images has a pixel outside [0, 1]; it must have none.", misfits);
        for (var i = 0; i < Math.Min(input.Count, input.Positions.Length); i++)
        {
            Require(input.Positions.Span[i] >= 0, $"positions[{i}] is {input.Positions.Span[i]}; it must be at least 0.", misfits);
        }
    }

    private static void CheckSource(AttackType type, AttackInput input, List<string> misfits)
    {
        Require(
            type.NeedsSource == input.Source is not null || type.NeedsBase,
            type.NeedsSource
                ? "source is missing; it must be a model."
                : "source is a model; it must be missing for a control that starts from clean images.",
            misfits);
        if (input.Source is not { } source)
        {
            return;
        }

        Require(
            source.InputShape.Length == input.Length,
            $"length is {input.Length}; it must be the source's input length, {source.InputShape.Length}.",
            misfits);
        for (var i = 0; i < input.Count; i++)
        {
            var label = input.Labels.Span[i];
            Require(
                label >= 0 && label < source.ClassCount, $"labels[{i}] is {label}; it must be from 0 to {source.ClassCount - 1}.", misfits);
        }
    }

    private static void CheckBase(AttackType type, AttackInput input, List<string> misfits)
    {
        if (!type.NeedsBase)
        {
            Require(
                input.BaseImages.IsEmpty, "baseImages is given; it must be empty for an attack that starts from clean images.", misfits);
            return;
        }

        Require(input.BaseDraws >= 1, $"baseDraws is {input.BaseDraws}; it must be at least 1.", misfits);
        Require(
            (long)input.Images.Length * input.BaseDraws == input.BaseImages.Length,
            $"baseImages holds {input.BaseImages.Length} values; it must hold {input.Images.Length} of the clean images x "
                + $"{input.BaseDraws} draws.",
            misfits);
        var targets = input.Source is null ? 0 : (long)input.Count * input.BaseDraws;
        Require(
            targets == input.BaseTargets.Length,
            $"baseTargets has {input.BaseTargets.Length} entries; it must have one per base image with a source, {targets}.", misfits);
        Require(InBox(input.BaseImages.Span), "baseImages has a pixel outside [0, 1]; it must have none.", misfits);
    }

    private static bool InBox(ReadOnlySpan<float> pixels)
    {
        foreach (var pixel in pixels)
        {
            if (!(pixel >= 0f && pixel <= 1f))
            {
                return false;
            }
        }

        return true;
    }

    private static void Require(bool met, string message, List<string> misfits)
    {
        if (!met)
        {
            misfits.Add(message);
        }
    }
}
