using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Experiments.Grains;

/// <summary>What must be true before a silo joins its cluster. Orleans takes whoever it finds at a silo's address for an earlier life of
/// that silo and ends it, and jobs are leased by silos' names: a second silo of an address or a name would end or rob the first.</summary>
public static class SiloDoor
{
    // To a port of a machine that is there. What does not answer in this time is not there any more, or soon declared so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Refuses a port that something listens on.</summary>
    /// <param name="listens">Where the silo will; null for every address of the machine.</param>
    /// <param name="port">The port.</param>
    /// <param name="option">Its option, for people.</param>
    /// <exception cref="SiloRefusedException">It is in use.</exception>
    public static void RequireFree(IPAddress? listens, int port, string option)
    {
        var address = listens ?? IPAddress.Any;
        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(address, port));
            probe.Listen();
        }
        catch (SocketException error)
        {
            throw new SiloRefusedException(
                error.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"{option} is {port}; it must be a free port, and something listens at {address}:{port}, perhaps another silo."
                    : $"{option} is {port}; it must be a port to listen on, and {address}:{port} is none ({error.SocketErrorCode}).");
        }
    }

    /// <summary>Refuses a name or an address that a silo of the cluster has which is alive.</summary>
    /// <param name="silo">Services of the silo that is about to start; its ports are free.</param>
    /// <param name="time">The clock that members say by that they live.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SiloRefusedException">One has.</exception>
    public static async Task RequireUniqueAsync(IServiceProvider silo, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(time);
        var (table, details) = (silo.GetRequiredService<IMembershipTable>(), silo.GetRequiredService<ILocalSiloDetails>());
        var oldest =
            time.GetUtcNow() - 3 * silo.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value.IAmAliveTablePublishTimeout;
        foreach (var member in (await ReadAsync(table, cancellationToken)).Where(member => member.Status != SiloStatus.Dead))
        {
            var here = member.SiloAddress.Endpoint.Equals(details.SiloAddress.Endpoint);
            if ((here || member.SiloName == details.Name) && await IsAliveAsync(member, here, oldest, cancellationToken))
            {
                throw new SiloRefusedException(
                    here
                        ? $"--address and --silo-port are {details.SiloAddress.Endpoint}; they must be this silo's own, and silo "
                            + $"'{member.SiloName}' of machine {member.HostName} has them."
                        : $"--name is '{details.Name}'; it must be unique in the cluster, and the silo at {member.SiloAddress.Endpoint} "
                            + "has it.");
            }
        }
    }

    private static async Task<IEnumerable<MembershipEntry>> ReadAsync(IMembershipTable table, CancellationToken cancellationToken)
    {
        try
        {
            await table.InitializeMembershipTableAsync(tryInitTableVersion: true, cancellationToken);
            return (await table.ReadAllAsync(cancellationToken)).Members.Select(member => member.Item1);
        }
        catch (DbException error)
        {
            throw new SiloRefusedException(
                $"membership in the database cannot be used ({error.Message.Split('\n')[0]}); Orleans' tables and the rights on them must "
                    + "be there: infra/orleans-install.sh makes both.");
        }
    }

    /// <summary>Whether a member of the table still runs; one that was killed stays in it until somebody misses it.</summary>
    private static async Task<bool> IsAliveAsync(
        MembershipEntry member, bool here, DateTimeOffset oldest, CancellationToken cancellationToken)
    {
        var endpoint = member.SiloAddress.Endpoint;
        if (IPAddress.IsLoopback(endpoint.Address) && member.HostName != Dns.GetHostName())
        {
            // Nobody reaches it from here; it says in the table that it lives.
            return member.IAmAliveTime > oldest.UtcDateTime;
        }

        // The ports of this address are free, so whoever had them is gone.
        return !here && await AnswersAsync(endpoint, cancellationToken);
    }

    private static async Task<bool> AnswersAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, patience.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}

/// <summary>A silo must not start here or under this name. The message is one line and names the option.</summary>
public sealed class SiloRefusedException(string message) : Exception(message);
