using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Experiments.Grains;
using Experiments.Ports;
using Experiments.Storage;
using Experiments.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Experiments.Silo.Tests;

/// <summary>Real silo processes that speak mutual TLS to each other and to clients.</summary>
public sealed class MutualTlsTests
{
    [PostgresFact]
    public async Task Cluster_WithCertificates_AnswersItsOwnClientsAndNobodyElse()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority();
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        await OrleansTables.CreateAsync(server, connection);
        await using var a = Start("a", connection, authority);
        await a.ReadyAsync(TimeSpan.FromSeconds(60));
        await using var b = Start("b", connection, authority);
        await b.ReadyAsync(TimeSpan.FromSeconds(60));

        // Each silo is asked, one of them by way of the other.
        using (var client = await ConnectAsync(connection, Certificate(authority, authority)))
        {
            var grains = client.Services.GetRequiredService<IClusterClient>();
            var states = await Task.WhenAll((await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true)).Select(
                host => Calls.AtAsync(host.SiloAddress, Device.Any, () => grains.GetGrain<ISiloGrain>(host.SiloName).GetStateAsync())));
            Assert.Equal(["a", "b"], states.Select(state => state.Name).Order(StringComparer.Ordinal));
        }

        // Signed by somebody else; none at all; and one that is revoked while the silos run.
        await RefusedAsync(connection, Certificate(stranger, authority));
        await RefusedAsync(connection, tls: null);
        authority.Revoke(authority.FileOf("client"));
        await RefusedAsync(connection, Certificate(authority, authority, issue: false));
        Assert.Equal(0, await b.EndAsync());
        Assert.Equal(0, await a.EndAsync());
    }

    [Fact]
    public void IsLetIn_SignedForAnotherClusterOrRevoked_IsNot()
    {
        using var authority = new TestAuthority();
        authority.Revoke();
        var (own, key) = authority.Issue("own");
        var tls = MutualTls.Read(new TlsFiles(own, key, authority.Path, authority.Revoked), "experiments");

        Assert.True(LetsIn(tls, authority.Issue("silo").Certificate));
        Assert.True(LetsIn(tls, authority.Issue("client", MutualTls.ClientName("experiments")).Certificate));
        Assert.False(LetsIn(tls, authority.Issue("client").Certificate, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.False(LetsIn(tls, authority.Issue("other", MutualTls.SiloName("other")).Certificate));
        Assert.False(LetsIn(tls, authority.Issue("host", "experiments.example").Certificate));
        using var stranger = new TestAuthority();
        Assert.False(LetsIn(tls, stranger.Issue("silo").Certificate));
        var (gone, stays) = (authority.Issue("gone").Certificate, authority.Issue("stays").Certificate);
        authority.Revoke(gone);
        Assert.False(LetsIn(tls, gone));
        Assert.True(LetsIn(tls, stays));
        File.WriteAllText(authority.Revoked, "nothing");
        Assert.False(LetsIn(tls, stays));
    }

    [Fact]
    public void Read_CertificateOfAnotherCluster_IsRefused()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("own", MutualTls.ClientName("other"));

        var error = Assert.Throws<CryptographicException>(
            () => MutualTls.Read(new TlsFiles(certificate, key, authority.Path), "experiments"));

        Assert.Equal(
            "the certificate names client.other.experiments; it must name silo.experiments.experiments or client.experiments.experiments",
            error.Message);
    }

    private static bool LetsIn(MutualTls tls, string file, SslPolicyErrors errors = SslPolicyErrors.RemoteCertificateChainErrors)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        return tls.IsLetIn(certificate, errors);
    }

    private static SiloProcess Start(string name, string connection, TestAuthority authority)
    {
        var (certificate, key) = authority.Issue(name);
        authority.Revoke();
        return SiloProcess.Start(
            name, "--db", connection, "--devices", "cpu", "--tls-certificate", certificate, "--tls-key", key, "--tls-authority",
            authority.Path, "--tls-revoked", authority.Revoked);
    }

    private static MutualTls Certificate(TestAuthority signedBy, TestAuthority trusts, bool issue = true)
    {
        var (certificate, key) = issue
            ? signedBy.Issue("client", MutualTls.ClientName("experiments"))
            : (signedBy.FileOf("client"), signedBy.KeyOf("client"));
        return MutualTls.Read(new TlsFiles(certificate, key, trusts.Path), "experiments");
    }

    /// <summary>A client that is refused tries again until its time is over.</summary>
    private static async Task RefusedAsync(string connection, MutualTls? tls)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var error = await Record.ExceptionAsync(() => ConnectAsync(connection, tls, patience.Token));
        Assert.True(error is ClusterUnavailableException or OperationCanceledException, $"{error}");
    }

    private static Task<IHost> ConnectAsync(string connection, MutualTls? tls, CancellationToken cancellationToken = default) =>
        ClientHosting.ConnectAsync(
            new ClusterConnection { MembershipDatabase = ExperimentDatabase.PostgresKeywords(connection), Tls = tls },
            NullLoggerFactory.Instance, cancellationToken);
}
