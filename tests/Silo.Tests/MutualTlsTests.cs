using Experiments.Contracts;
using Experiments.Grains;
using Experiments.Storage;
using Experiments.Testing;
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

        // The list asks each silo by way of the other.
        using (var client = await ConnectAsync(connection, Certificate(authority, authority)))
        {
            var silos = await SiloProcessTests.ListSilosAsync(client, connection);
            Assert.Equal([("a", SiloLineState.Active), ("b", SiloLineState.Active)], silos.Select(s => (s.Silo, s.State)));
        }

        // Signed by somebody else; and none at all.
        await RefusedAsync(connection, Certificate(stranger, authority));
        await RefusedAsync(connection, tls: null);
        Assert.Equal(0, await b.EndAsync());
        Assert.Equal(0, await a.EndAsync());
    }

    private static SiloProcess Start(string name, string connection, TestAuthority authority)
    {
        var (certificate, key) = authority.Issue(name);
        return SiloProcess.Start(
            name, "--db", connection, "--devices", "cpu", "--tls-certificate", certificate, "--tls-key", key, "--tls-authority",
            authority.Path);
    }

    private static MutualTls Certificate(TestAuthority signedBy, TestAuthority trusts)
    {
        var (certificate, key) = signedBy.Issue("client");
        return MutualTls.Read(certificate, key, trusts.Path);
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
