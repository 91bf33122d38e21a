using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Experiments.Grains;

/// <summary>Both ends of every connection show a certificate that one authority has signed for this cluster: a silo's names
/// <see cref="SiloName"/>, a client's <see cref="ClientName"/>. So one authority can serve several clusters, and a client's certificate
/// cannot answer in a silo's place.</summary>
public sealed class MutualTls
{
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2 _authority;
    private readonly string _cluster;
    private readonly string? _revoked;

    private MutualTls(X509Certificate2 certificate, X509Certificate2 authority, string cluster, string? revoked) =>
        (_certificate, _authority, _cluster, _revoked) = (certificate, authority, cluster, revoked);

    /// <summary>The DNS name in the certificates of a cluster's silos.</summary>
    public static string SiloName(string cluster) => $"silo.{cluster}.experiments";

    /// <summary>The DNS name in the certificates of a cluster's clients.</summary>
    public static string ClientName(string cluster) => $"client.{cluster}.experiments";

    /// <summary>Reads PEM files.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <exception cref="CryptographicException">A file is not what it must be, or the certificate names another cluster.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static MutualTls Read(TlsFiles files, string cluster)
    {
        ArgumentNullException.ThrowIfNull(files);
        var certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        var tls = new MutualTls(certificate, X509CertificateLoader.LoadCertificateFromFile(files.Authority), cluster, files.Revoked);
        if (!tls.NamesCluster(certificate))
        {
            throw new CryptographicException(
                $"the certificate names {string.Join(", ", NamesOf(certificate).DefaultIfEmpty("no host"))}; it must name "
                    + $"{SiloName(cluster)} or {ClientName(cluster)}");
        }

        tls.IsRevoked(certificate);
        return tls;
    }

    internal void Apply(TlsOptions options)
    {
        options.LocalCertificate = _certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, errors) => IsLetIn(certificate, errors);
        // Who is connected to must be a silo: the name is compared with the certificate's.
        options.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = SiloName(_cluster);
    }

    /// <summary>Whether the other end belongs to the cluster.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <param name="errors">What the connection found; of these only the name counts, the authority is not one of the machine's.</param>
    internal bool IsLetIn(X509Certificate2 certificate, SslPolicyErrors errors) =>
        !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && NamesCluster(certificate) && IsSigned(certificate)
        && !IsRevokedOrUnknown(certificate);

    private bool IsSigned(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        // The authority's list is a file of ours, not one that the certificate names.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private bool NamesCluster(X509Certificate2 certificate) =>
        NamesOf(certificate).Any(name =>
            name.Equals(SiloName(_cluster), StringComparison.OrdinalIgnoreCase)
            || name.Equals(ClientName(_cluster), StringComparison.OrdinalIgnoreCase));

    private static List<string> NamesOf(X509Certificate2 certificate) =>
        [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames())];

    /// <summary>A list that cannot be read lets nobody in.</summary>
    private bool IsRevokedOrUnknown(X509Certificate2 certificate)
    {
        try
        {
            return IsRevoked(certificate);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Reads the list anew for each connection, so that a new list needs no restart.</summary>
    private bool IsRevoked(X509Certificate2 certificate) =>
        _revoked is not null
        && CertificateRevocationListBuilder.LoadPem(File.ReadAllText(_revoked), out _).RemoveEntry(certificate.SerialNumberBytes.Span);
}
