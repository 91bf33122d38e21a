using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace Experiments.Settings;

/// <summary>
/// Holds option records that a program made against the same rules, in the same words, as <see cref="OptionsBinder"/> holds those that were
/// read: what the attributes of their members say, records inside them included, and, where these are met, what the record says of its
/// members together.
/// </summary>
public static class OptionsValidator
{
    /// <summary>All errors; none for options that are in order.</summary>
    public static IReadOnlyList<string> Check(object options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<string>();
        CheckRecord(options, "", errors);
        return errors;
    }

    /// <param name="owner">Whose options they are: <c>attack pgd</c>.</param>
    /// <param name="options">The record.</param>
    /// <exception cref="ArgumentException">Something is out of range; the message has all that is.</exception>
    public static void ThrowIfInvalid(string owner, object options)
    {
        if (Check(options) is { Count: > 0 } errors)
        {
            throw new ArgumentException($"{owner}: {string.Join(' ', errors)}", nameof(options));
        }
    }

    private static void CheckRecord(object record, string path, List<string> errors)
    {
        var before = errors.Count;
        foreach (var member in OptionsType.Of(record.GetType()).Members)
        {
            var (name, value) = (path + member.Name, member.Property.GetValue(record));
            if (value is not null)
            {
                CheckValue(value, name, member.Shape, member.Rules, errors);
            }
            else if (!member.Nullable)
            {
                errors.Add($"{name} is null; it must be {member.Shape.Text}.");
            }
        }

        if (errors.Count == before && record is IValidatableObject validatable)
        {
            errors.AddRange(
                validatable.Validate(new ValidationContext(record)).OfType<ValidationResult>().Select(result => result.ErrorMessage!));
        }
    }

    private static void CheckValue(
        object value, string name, ValueShape shape, IReadOnlyList<ValidationAttribute> rules, List<string> errors)
    {
        var (whole, ofItems) =
            shape.Kind == ValueKind.List ? (rules.Where(rule => !RuleText.IsOfItems(rule)), rules.Where(RuleText.IsOfItems)) : (rules, []);
        errors.AddRange(whole.Select(rule => RuleText.Misfit(rule, name, value, Quote(value))).OfType<string>());
        switch (shape.Kind)
        {
            case ValueKind.Options:
                CheckRecord(value, name + ".", errors);
                break;
            case ValueKind.Choice when !Enum.IsDefined(shape.Type, value):
                errors.Add($"{name} is {value}; it must be {shape.Text}.");
                break;
            case ValueKind.List:
                var place = 0;
                foreach (var item in (IEnumerable)value)
                {
                    CheckValue(item, $"{name}[{place++}]", ValueShape.Of(shape.Element!), [.. ofItems], errors);
                }

                break;
        }
    }

    private static string Quote(object value) => value is string text ? $"'{text}'" : RuleText.Plain(value);
}
