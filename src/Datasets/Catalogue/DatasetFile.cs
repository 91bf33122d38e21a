namespace Experiments.Datasets;

/// <summary>One file of a data set.</summary>
/// <param name="Name">Without <c>.gz</c>, which the file may have.</param>
/// <param name="Sha256">Of the unpacked content: 64 lower-case hexadecimal digits.</param>
public sealed record DatasetFile(string Name, string Sha256);
