using System.Globalization;
using Experiments.Ports;

namespace Experiments.Silo;

/// <summary>Devices as they are written on a command line: <c>cpu*4,cuda:0,cuda:1</c>.</summary>
internal static class DeviceList
{
    private const int MostLanes = 1024;

    /// <param name="text">Kinds of device, each with an index (<c>cuda:1</c>) or a number (<c>cpu*4</c>).</param>
    /// <param name="memoryBytes">Memory that the processor's lanes share.</param>
    /// <exception cref="FormatException">The text is no such list, or names a device twice.</exception>
    internal static IReadOnlyList<Device> Parse(string text, long memoryBytes)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries).SelectMany(part => Expand(part, text)).ToList();
        if (names.Distinct().Count() != names.Count || names.Count > MostLanes)
        {
            throw Malformed(text);
        }

        var lanes = names.Count(n => n.Kind == Device.Cpu);
        return [.. names.Select(n => new Device(n.Kind, n.Index, n.Kind == Device.Cpu ? memoryBytes / lanes : 0))];
    }

    private static IEnumerable<(string Kind, int Index)> Expand(string part, string text)
    {
        var (kind, separator, number) =
            part.IndexOfAny([':', '*']) is >= 0 and var at ? (part[..at], part[at], part[(at + 1)..]) : (part, ':', "0");
        if (!Device.Kinds.Contains(kind) || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value >= MostLanes
            || (separator == '*' && value == 0))
        {
            throw Malformed(text);
        }

        return separator == '*' ? Enumerable.Range(0, value).Select(i => (kind, i)) : [(kind, value)];
    }

    private static FormatException Malformed(string text) =>
        new(
            $"is '{text}'; it must be different devices, each {string.Join(", ", Device.Kinds.SkipLast(1))} or {Device.Kinds[^1]} with an "
                + "index or a number: cpu*4,cuda:0.");
}
