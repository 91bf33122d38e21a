namespace Experiments.Pipeline.Tests;

internal static class TextExtensions
{
    /// <summary>Replaces the first occurrence; fails where there is none, so that no test passes for want of its change.</summary>
    public static string ReplaceOnce(this string text, string old, string replacement)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{old}' is not in the text.");
        return string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + old.Length));
    }
}
