using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Experiments.Datasets;

/// <summary>How a study names a folder of images: <c>folder:PATH</c>, PATH below one of the data folders.</summary>
public static partial class FolderName
{
    private const string Prefix = "folder:";

    /// <summary>The form of such names, for messages.</summary>
    public const string Pattern = $"{Prefix}PATH";

    /// <summary>The path that a data set's name names; false for names of the catalogue.</summary>
    /// <exception cref="DatasetException">It names a path that does not stay below the data folders.</exception>
    public static bool TryRead(string dataset, [NotNullWhen(true)] out string? path)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        path = dataset.StartsWith(Prefix, StringComparison.Ordinal) ? dataset[Prefix.Length..] : null;
        if (path is null)
        {
            return false;
        }
        return IsBelow(path) ? true : throw new DatasetException($"dataset is '{dataset}'; after '{Prefix}' {Rule}");
    }

    /// <summary>Requires a path that stays below a data folder.</summary>
    /// <exception cref="DatasetException">It does not.</exception>
    internal static void RequireBelow(string what, string path)
    {
        if (!IsBelow(path))
        {
            throw new DatasetException($"{what} is '{path}'; {Rule}");
        }
    }

    /// <summary>Requires that nothing below a data folder on the way to a file leads elsewhere.</summary>
    /// <exception cref="DatasetException">A part of the path is a link.</exception>
    internal static void RequireNoLinks(string folder, string path)
    {
        var at = folder;
        foreach (var part in path.Split('/'))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new DatasetException($"{at} is a link; it must not be, so that data stay below their folder");
            }
        }
    }

    private const string Rule =
        "it must be a path of letters, digits, '.', '_' and '-' below a data folder, parts divided by '/' and none beginning with '.'";

    private static bool IsBelow(string path) => path.Length <= 256 && Parts().IsMatch(path);

    [GeneratedRegex(
        @"\A[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
