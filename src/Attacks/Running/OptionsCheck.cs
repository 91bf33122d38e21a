using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Experiments.Attacks;

/// <summary>Holds an options record against the attributes of its members, and reports all that are out of range together.</summary>
internal static class OptionsCheck
{
    public static void ThrowIfOutOfRange(string attack, object options)
    {
        var misfits = new List<string>();
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(options);
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value))
                misfits.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {Rule(range)}."));
            else if (property.PropertyType.IsEnum && !Enum.IsDefined(property.PropertyType, value!))
                misfits.Add($"{name} is {value}; it must be one of {string.Join(", ", Enum.GetNames(property.PropertyType))}.");
        }

        if (misfits.Count == 0 && options is IValidatableObject rules)
            misfits.AddRange(rules.Validate(new ValidationContext(options)).Select(broken => broken.ErrorMessage!));
        if (misfits.Count > 0)
            throw new ArgumentException($"attack {attack}: {string.Join(' ', misfits)}", nameof(options));
    }

    private static string Rule(RangeAttribute range)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{(range.MinimumIsExclusive ? "above" : "at least")} {range.Minimum} and {(range.MaximumIsExclusive ? "below" : "at most")} {range.Maximum}");
}
