namespace Experiments.Datasets;

/// <summary>The content of an IDX file of unsigned bytes.</summary>
/// <param name="Dimensions">Slowest first: count, height, width for images; count for labels. Each at least 1.</param>
/// <param name="Data">Row-major, the product of the dimensions long.</param>
/// <param name="Sha256">Of the unpacked file, header included: 64 lower-case hexadecimal digits.</param>
public sealed record IdxArray(IReadOnlyList<int> Dimensions, byte[] Data, string Sha256)
{
    /// <summary>Byte position of the first element in the unpacked file.</summary>
    public int DataPosition => IdxReader.HeaderBytes(Dimensions.Count);
}
