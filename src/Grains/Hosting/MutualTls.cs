using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Experiments.Grains;

/// <summary>Both ends of every connection show a certificate that one authority has signed.</summary>
/// <param name="Certificate">This process's, with its key.</param>
/// <param name="Authority">Who signs; the machine's own authorities are not asked.</param>
/// <param name="ServerName">The name that servers' certificates carry.</param>
public sealed record MutualTls(X509Certificate2 Certificate, X509Certificate2 Authority, string ServerName)
{
    /// <summary>Reads PEM files.</summary>
    /// <param name="certificate">This process's certificate.</param>
    /// <param name="key">Its private key.</param>
    /// <param name="authority">The certificate of who signs all of them.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file is not what it must be.</exception>
    public static MutualTls Read(string certificate, string key, string authority)
    {
        var own = X509Certificate2.CreateFromPemFile(certificate, key);
        return new MutualTls(
            own, X509CertificateLoader.LoadCertificateFromFile(authority), own.GetNameInfo(X509NameType.DnsName, forIssuer: false));
    }

    internal void Apply(TlsOptions options)
    {
        options.LocalCertificate = Certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsSigned(certificate);
        options.OnAuthenticateAsClient = (_, authentication) => authentication.TargetHost = ServerName;
    }

    /// <summary>The name is checked by the authority alone: it signs nobody but silos and clients of the cluster.</summary>
    internal bool IsSigned(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
