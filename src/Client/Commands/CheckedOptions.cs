using System.CommandLine;
using System.Globalization;

namespace Experiments.Client;

/// <summary>Options whose values are checked, with errors in the words of the rest of the product.</summary>
internal static class CheckedOptions
{
    private const int SecondsOfDay = 24 * 60 * 60;

    /// <summary>A whole number of at least 1; null when it is not given.</summary>
    internal static Option<int?> Count(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1)
            {
                return value;
            }

            result.AddError($"{name} is '{text}'; it must be a whole number from 1 to {int.MaxValue}.");
            return null;
        },
    };

    /// <summary>A whole number of a range; null when it is not given.</summary>
    internal static Option<int?> Range(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N" };
        option.CustomParser = result => ParseRange(result, name, least, most);
        return option;
    }

    /// <summary>A whole number of a range.</summary>
    internal static int? ParseRange(System.CommandLine.Parsing.ArgumentResult result, string name, int least, int most)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        result.AddError($"{name} is '{text}'; it must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>A number of more than 0; null when it is not given.</summary>
    internal static Option<double?> Positive(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                && value > 0 && double.IsFinite(value))
            {
                return value;
            }

            result.AddError($"{name} is '{text}'; it must be a number of more than 0.");
            return null;
        },
    };

    /// <summary>A time from one second to a day, in whole seconds; null when it is not given.</summary>
    internal static Option<TimeSpan?> Seconds(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SECONDS",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= SecondsOfDay)
            {
                return TimeSpan.FromSeconds(value);
            }

            result.AddError($"{name} is '{text}'; it must be a whole number of seconds from 1 to {SecondsOfDay}.");
            return null;
        },
    };

    /// <summary>One of several words; null when it is not given.</summary>
    internal static Option<string?> Choice(string name, string helpName, string description, IReadOnlyList<string> choices)
    {
        var option = new Option<string?>(name) { Description = $"{description} One of {string.Join(", ", choices)}.", HelpName = helpName };
        option.CompletionSources.Add([.. choices]);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !choices.Contains(result.Tokens[0].Value, StringComparer.Ordinal))
            {
                result.AddError($"{name} is '{result.Tokens[0].Value}'; it must be one of {string.Join(", ", choices)}.");
            }
        });
        return option;
    }
}
