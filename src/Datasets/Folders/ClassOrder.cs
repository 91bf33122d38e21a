namespace Experiments.Datasets;

/// <summary>The order of classes by their names: numbers in the order of numbers where all names are whole numbers (0, 1, 2, 10), by code
/// point otherwise (0, 1, 10, 2, other).</summary>
internal static class ClassOrder
{
    internal static List<string> Sort(IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToList();
        return sorted.All(name => name.All(char.IsAsciiDigit))
            ? [.. sorted.OrderBy(name => Digits(name).Length).ThenBy(Digits, StringComparer.Ordinal)]
            : sorted;
    }

    /// <summary>Of two numbers without leading zeros the longer is the larger.</summary>
    private static string Digits(string name) => name.TrimStart('0');
}
