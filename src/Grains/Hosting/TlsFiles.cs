namespace Experiments.Grains;

/// <summary>PEM files for mutual TLS.</summary>
/// <param name="Certificate">This process's certificate.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Authority">The certificate of who signs all of them.</param>
/// <param name="Revoked">The authority's list of certificates that are not to be let in any more; null for none.</param>
public sealed record TlsFiles(string Certificate, string Key, string Authority, string? Revoked = null);
