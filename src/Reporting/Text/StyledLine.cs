using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>What a piece of text is, so that a terminal can colour it; plain text ignores it.</summary>
public enum Tone
{
    Plain,

    /// <summary>Titles and column headers.</summary>
    Heading,

    /// <summary>Explanations, and published values beside ours.</summary>
    Muted,

    /// <summary>Missing or failed.</summary>
    Warning,
}

/// <summary>A piece of text on one line.</summary>
/// <param name="Text">What is written; it is kept as <see cref="VisibleText"/> shows it.</param>
/// <param name="Tone">What it is.</param>
public readonly record struct StyledText(string Text, Tone Tone = Tone.Plain)
{
    /// <summary>One line, visible: a terminal reads no more into it than people do.</summary>
    public string Text { get; init => field = VisibleText.Of(value); } = VisibleText.Of(Text);
}

/// <summary>One line of output.</summary>
/// <param name="Parts">From left to right.</param>
public sealed record StyledLine(IReadOnlyList<StyledText> Parts)
{
    public static StyledLine Empty { get; } = new([]);

    public static StyledLine Of(string text, Tone tone = Tone.Plain) => new([new StyledText(text, tone)]);

    /// <summary>The line as plain text.</summary>
    public override string ToString() => string.Concat(Parts.Select(part => part.Text));
}
