using System.Security.Cryptography;
using System.Text;

namespace Experiments.Datasets;

/// <summary>What is known of a split before its files are read.</summary>
/// <param name="Name"><c>train</c> or <c>test</c>.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Images">The file of images.</param>
/// <param name="Labels">The file of labels.</param>
public sealed record SplitDescription(string Name, int Count, DatasetFile Images, DatasetFile Labels)
{
    /// <summary>
    /// Identity of the content, for keys: the SHA-256 (64 lower-case hexadecimal digits) of the line <c>images HASH</c> and the line
    /// <c>labels HASH</c>, each ended by a line feed. Known without reading a file; loading checks that the files have it.
    /// </summary>
    public string ContentHash
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"images {Images.Sha256}\nlabels {Labels.Sha256}\n")));
}
