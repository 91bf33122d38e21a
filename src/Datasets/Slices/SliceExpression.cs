using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Experiments.Datasets;

/// <summary>A split or a half-open range of it, as studies write it: <c>train</c>, <c>test[0..1000)</c>, <c>train[30000..)</c>,
/// <c>test[..500)</c>.</summary>
/// <param name="Split">Name of the split.</param>
/// <param name="Start">Position of the first image, from 0.</param>
/// <param name="End">Position after the last image; null for the end of the split.</param>
public sealed partial record SliceExpression(string Split, int Start, int? End)
{
    private const string Rule = "it must be a split or a half-open range of one: train, test[0..1000), train[30000..)";

    /// <summary>Reads an expression.</summary>
    /// <exception cref="DatasetException">It is not one, or its range is empty.</exception>
    public static SliceExpression Parse(string text) =>
        TryParse(text, out var slice, out var error) ? slice : throw new DatasetException(error);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">What the study says.</param>
    /// <param name="slice">The result; null when there is an error.</param>
    /// <param name="error">What is wrong; null when nothing is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SliceExpression? slice, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        (slice, error) = (null, null);
        var match = Pattern().Match(text);
        if (!match.Success || !TryNumber(match.Groups["start"], out var start) || !TryNumber(match.Groups["end"], out var end))
        {
            error = $"slice is '{text}'; {Rule}";
            return false;
        }

        if (end <= (start ?? 0))
        {
            error = $"slice is '{text}'; its end must be above its start";
            return false;
        }

        slice = new SliceExpression(match.Groups["split"].Value, start ?? 0, end);
        return true;
    }

    /// <summary>In the form that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        (Start, End) is (0, null) ? Split : string.Create(CultureInfo.InvariantCulture, $"{Split}[{Start}..{End})");

    /// <summary>False when there is a number and it is too large; null when there is none.</summary>
    private static bool TryNumber(Group group, out int? value)
    {
        var valid = int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        value = valid ? number : null;
        return valid || group.Length == 0;
    }

    [GeneratedRegex(
        @"\A(?<split>[a-z][a-z0-9-]*)(\[(?<start>[0-9]*)\.\.(?<end>[0-9]*)\))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
