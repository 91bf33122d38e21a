using System.Globalization;

namespace Experiments.Contracts;

/// <summary>Sizes of memory for people.</summary>
public static class MemoryText
{
    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary><c>14.4 GB</c>, <c>310 MB</c>: in powers of 1000.</summary>
    public static string Of(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
        {
            size /= 1000;
        }

        return $"{size.ToString(size < 100 && unit > 0 ? "0.#" : "0", CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
