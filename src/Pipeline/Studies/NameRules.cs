using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Experiments.Contracts;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies;

/// <summary>Names that become parts of files and addresses: lower-case letters, digits and hyphens.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class StudyNameAttribute : ValidationAttribute, IRuleText
{
    /// <summary>The names as a regular expression, for the schema too.</summary>
    public const string Pattern = "^[a-z0-9][a-z0-9-]{0,63}$";

    public string Rule => "be 1 to 64 lower-case letters, digits and hyphens, a letter or digit first";

    public override bool IsValid(object? value) => value is string text && Valid().IsMatch(text);

    // The same names; in .NET a $ would take a line break after them too.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex Valid();
}

/// <summary>Names that a study gives to its parts: anything that prints on one line.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PartNameAttribute : ValidationAttribute, IRuleText
{
    public const int MaxLength = 80;

    public const string RuleText = "be 1 to 80 printable characters without spaces at its ends";

    public string Rule => RuleText;

    public override bool IsValid(object? value) => IsName(value as string);

    internal static bool IsName(string? text) =>
        text is { Length: >= 1 and <= MaxLength } && text.Trim().Length == text.Length && VisibleText.IsVisible(text);
}
