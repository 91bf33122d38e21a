using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Experiments.Settings;

/// <summary>A validation attribute that says what a value must be, to stand after "it must".</summary>
public interface IRuleText
{
    /// <summary>As in "it must {be lower-case letters}".</summary>
    string Rule { get; }
}

/// <summary>Words for the rules of DataAnnotations in the house's form: NAME is VALUE; it must be RULE.</summary>
public static class RuleText
{
    /// <summary>The whole error of a value that breaks a rule, null of one that does not; <paramref name="quoted"/> is the value as the
    /// error quotes it.</summary>
    internal static string? Misfit(ValidationAttribute rule, string name, object value, string quoted)
    {
        var met = rule is RangeAttribute range
            ? IsInRange(range, value)
            : rule.GetValidationResult(value, new ValidationContext(value)) == ValidationResult.Success;
        return met ? null : Error(rule, name, value, quoted);
    }

    /// <summary>A rule of single values, which is held against each item of a list.</summary>
    internal static bool IsOfItems(ValidationAttribute rule) =>
        rule is RangeAttribute or RegularExpressionAttribute or AllowedValuesAttribute or IRuleText;

    private static string Error(ValidationAttribute rule, string name, object? value, string quoted)
    {
        switch (rule)
        {
            case RangeAttribute range:
                return $"{name} is {quoted}; it must be {RangeText(range)}.";
            case MinLengthAttribute min:
                return $"{name} has {Size(value)}; it must have at least {min.Length}.";
            case MaxLengthAttribute max:
                return $"{name} has {Size(value)}; it must have at most {max.Length}.";
            case LengthAttribute length:
                return $"{name} has {Size(value)}; it must have {length.MinimumLength} to {length.MaximumLength}.";
            case AllowedValuesAttribute allowed:
                return $"{name} is {quoted}; it must be one of: {string.Join(", ", allowed.Values.Select(Plain))}.";
            case IRuleText text:
                return $"{name} is {quoted}; it must {text.Rule}.";
            default:
                return rule.FormatErrorMessage(name);
        }
    }

    /// <summary>Compares as numbers: the attribute itself would round 1.4 to 1 before it held it against whole bounds.</summary>
    private static bool IsInRange(RangeAttribute range, object value)
    {
        var culture = CultureInfo.InvariantCulture;
        if (value is ulong or long or int && range.Minimum is int && range.Maximum is int)
        {
            var whole = Convert.ToDecimal(value, culture);
            return Inside(whole.CompareTo((int)range.Minimum), whole.CompareTo((int)range.Maximum), range);
        }

        var number = Convert.ToDouble(value, culture);
        return Inside(
            number.CompareTo(Convert.ToDouble(range.Minimum, culture)), number.CompareTo(Convert.ToDouble(range.Maximum, culture)), range);
    }

    /// <summary>"from 0 to 1", "at least 1", "above 0".</summary>
    private static string RangeText(RangeAttribute range)
    {
        var low = Bound(range.Minimum);
        var high = Bound(range.Maximum);
        return (low, high) switch
        {
            (null, null) => "a finite number",
            (not null, null) => range.MinimumIsExclusive ? $"above {low}" : $"at least {low}",
            (null, not null) => range.MaximumIsExclusive ? $"below {high}" : $"at most {high}",
            _ when !range.MinimumIsExclusive && !range.MaximumIsExclusive => $"from {low} to {high}",
            _ => $"{(range.MinimumIsExclusive ? "above" : "at least")} {low} and {(range.MaximumIsExclusive ? "below" : "at most")} {high}",
        };
    }

    /// <summary>The bound as text; null where it is the end of its type, which bounds nothing.</summary>
    public static string? Bound(object bound) => bound switch
    {
        int.MaxValue or int.MinValue or double.MaxValue or double.MinValue => null,
        double d when double.IsInfinity(d) => null,
        _ => Plain(bound),
    };

    private static bool Inside(int toMinimum, int toMaximum, RangeAttribute range) =>
        (toMinimum > 0 || (toMinimum == 0 && !range.MinimumIsExclusive))
        && (toMaximum < 0 || (toMaximum == 0 && !range.MaximumIsExclusive));

    internal static string Plain(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null";

    private static string Size(object? value)
    {
        var (count, unit) = value switch
        {
            string s => (s.Length, "character"),
            ICollection c => (c.Count, "item"),
            IEnumerable e => (e.Cast<object>().Count(), "item"),
            _ => (0, "item"),
        };
        return $"{count} {unit}{(count == 1 ? "" : "s")}";
    }
}
