using System.Globalization;

namespace Experiments.Contracts;

/// <summary>A study and which of its revisions: <c>quick</c> is the newest, <c>quick@2</c> the second. Names have no <c>@</c>.</summary>
/// <param name="Name">The study's name.</param>
/// <param name="Revision">Counted from 1; null for the newest, whichever that is.</param>
public readonly record struct StudyAddress(string Name, int? Revision)
{
    /// <summary>Any text is an address: one that names no revision is a name, if one that nobody has.</summary>
    public static StudyAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.LastIndexOf('@');
        return at > 0 && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? new(text[..at], revision)
            : new(text, null);
    }

    public override string ToString() =>
        Revision is { } revision ? string.Create(CultureInfo.InvariantCulture, $"{Name}@{revision}") : Name;
}
