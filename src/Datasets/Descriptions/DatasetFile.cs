namespace Experiments.Datasets;

/// <summary>One file of a data set.</summary>
/// <param name="Name">Without <c>.gz</c>, which the file may have.</param>
/// <param name="Sha256">Of the unpacked content: 64 lower-case hexadecimal digits.</param>
public sealed record DatasetFile(string Name, string Sha256)
{
    /// <summary>The path of the file in a folder, plain or gzipped; null where it is not there.</summary>
    public string? In(string folder)
    {
        var plain = Path.Combine(folder, Name);
        return File.Exists(plain) ? plain : File.Exists(plain + ".gz") ? plain + ".gz" : null;
    }

    /// <summary>Requires that what was read is this file.</summary>
    /// <param name="path">Where it was read.</param>
    /// <param name="sha256">Of what was read, unpacked.</param>
    /// <exception cref="DatasetException">It is not.</exception>
    public void Require(string path, string sha256)
    {
        if (sha256 != Sha256)
        {
            throw new DatasetException(
                $"{path}: the SHA-256 of its unpacked content is {sha256}; it must be {Sha256}. The file is damaged "
                    + "or of another data set.");
        }
    }
}
