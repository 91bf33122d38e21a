using System.Security.Cryptography;
using System.Text;

namespace Experiments.Datasets;

/// <summary>Hashes that identify content: SHA-256 as 64 lower-case hexadecimal digits.</summary>
public static class ContentHashes
{
    /// <summary>Of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Of a text of ASCII characters.</summary>
    public static string Of(string text) => Of(Encoding.ASCII.GetBytes(text));

    /// <summary>Of several contents, each with what it is for: the hash of the lines <c>USE HASH</c>, each ended by a line feed.</summary>
    public static string Of(params ReadOnlySpan<(string Use, string Hash)> parts)
    {
        var lines = new StringBuilder();
        foreach (var (use, hash) in parts)
        {
            lines.Append(use).Append(' ').Append(hash).Append('\n');
        }

        return Of(lines.ToString());
    }
}
