using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Experiments.Grains;

namespace Experiments.Silo.Tests;

/// <summary>Signs certificates of a cluster, in a folder that is gone afterwards.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-tls-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private int _serial;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=authority of the tests", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        File.WriteAllText(Path, _certificate.ExportCertificatePem());
    }

    /// <summary>The authority's own certificate.</summary>
    public string Path => System.IO.Path.Combine(_folder, "authority.pem");

    /// <summary>A list of certificates that are not let in any more.</summary>
    public string Revoked => System.IO.Path.Combine(_folder, "revoked.pem");

    /// <summary>A silo's certificate with its key.</summary>
    public (string Certificate, string Key) Issue(string name) => Issue(name, MutualTls.SiloName("experiments"));

    /// <summary>A certificate with its key.</summary>
    /// <param name="name">Of the files.</param>
    /// <param name="host">The name that it carries.</param>
    public (string Certificate, string Key) Issue(string name, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            _certificate, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1),
            BitConverter.GetBytes(++_serial));
        var (file, keyFile) = (FileOf(name), KeyOf(name));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (file, keyFile);
    }

    public string FileOf(string name) => System.IO.Path.Combine(_folder, $"{name}.pem");

    public string KeyOf(string name) => System.IO.Path.Combine(_folder, $"{name}.key");

    /// <summary>Writes the list with these certificates, given as files.</summary>
    public void Revoke(params string[] certificates)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var file in certificates)
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
            list.AddEntry(certificate);
        }

        var bytes = list.Build(
            _certificate, ++_serial, TimeProvider.System.GetUtcNow().AddDays(1), HashAlgorithmName.SHA256,
            thisUpdate: TimeProvider.System.GetUtcNow().AddHours(-1));
        File.WriteAllText(Revoked, PemEncoding.WriteString("X509 CRL", bytes));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
