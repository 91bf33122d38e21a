using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Experiments.Faults.Tests;

/// <summary>A TCP proxy before a PostgreSQL server that can stop forwarding, and that knows one moment of the protocol: the transaction
/// that writes a job's result and marks it done.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly byte[] ResultMark = Encoding.ASCII.GetBytes("SET state = 'done'");
    private static readonly byte[] CommitAnswer = Encoding.ASCII.GetBytes("COMMIT\0");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _clients = [];
    private readonly List<Task> _pumps = [];
    private readonly TaskCompletionSource _caught = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _serverPort;
    private readonly Trap _trap;
    private readonly Task _accepting;
    private TaskCompletionSource? _cut;

    internal Proxy(int serverPort, Trap trap = Trap.None)
    {
        (_serverPort, _trap) = (serverPort, trap);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What is held at the first result that is written through the proxy.</summary>
    internal enum Trap
    {
        None,

        /// <summary>The result, on its way to the server.</summary>
        Result,

        /// <summary>The server's word that the result is committed.</summary>
        Answer,
    }

    /// <summary>Completes when the trap has closed.</summary>
    internal Task Caught => _caught.Task.WaitAsync(TimeSpan.FromMinutes(5));

    /// <summary>The connection text with the proxy in place of the server.</summary>
    internal string Through(string connection) =>
        connection.Replace(
            $"Port={_serverPort};",
            FormattableString.Invariant($"Port={((IPEndPoint)_listener.LocalEndpoint).Port};"),
            StringComparison.Ordinal);

    /// <summary>Lets what the trap holds go on.</summary>
    internal void Release() => _released.TrySetResult();

    /// <summary>Forwards nothing from now on, either way. Connections are neither closed nor refused: nobody is told.</summary>
    internal void Cut()
    {
        lock (_gate)
        {
            _cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Forwards again.</summary>
    /// <param name="forget">Connections from before are reset, as by a router that has forgotten them; otherwise what was held goes
    /// on.</param>
    internal void Mend(bool forget)
    {
        lock (_gate)
        {
            if (forget)
            {
                _clients.ForEach(client => client.Client.Close(0));
                _clients.Clear();
            }

            _cut!.SetResult();
            _cut = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        lock (_gate)
        {
            _clients.ForEach(client => client.Dispose());
        }

        await Task.WhenAll(_pumps);
        _stop.Dispose();
    }

    private Task Open()
    {
        lock (_gate)
        {
            return _cut?.Task ?? Task.CompletedTask;
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_stop.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            lock (_gate)
            {
                _clients.Add(client);
                _pumps.Add(ServeAsync(client));
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        var link = new Link();
        try
        {
            await Open().WaitAsync(_stop.Token);
            await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
            (client.NoDelay, server.NoDelay) = (true, true);
            await Task.WhenAny(PumpAsync(client, server, UpAsync), PumpAsync(server, client, DownAsync));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
        }
        finally
        {
            client.Dispose();
        }

        async Task UpAsync(ReadOnlyMemory<byte> bytes)
        {
            if (link.Up.Sees(bytes.Span))
            {
                link.Writes = true;
                await HoldAsync(Trap.Result);
            }
        }

        async Task DownAsync(ReadOnlyMemory<byte> bytes)
        {
            if (link.Down.Sees(bytes.Span) && link.Writes)
            {
                link.Writes = false;
                await HoldAsync(Trap.Answer);
            }
        }
    }

    private async Task HoldAsync(Trap here)
    {
        if (_trap == here && _caught.TrySetResult())
        {
            await _released.Task.WaitAsync(_stop.Token);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, Task> look)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and var count)
            {
                await Open().WaitAsync(_stop.Token);
                await look(buffer.AsMemory(0, count));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
        }
    }

    private sealed class Link
    {
        internal Mark Up { get; } = new(ResultMark);

        internal Mark Down { get; } = new(CommitAnswer);

        /// <summary>A result is on its way and its commit is not answered.</summary>
        internal bool Writes { get; set; }
    }

    /// <summary>Finds a text in a stream, also where two reads share it.</summary>
    private sealed class Mark(byte[] text)
    {
        private byte[] _tail = [];

        internal bool Sees(ReadOnlySpan<byte> bytes)
        {
            ReadOnlySpan<byte> all = [.. _tail, .. bytes];
            _tail = [.. all[^Math.Min(all.Length, text.Length - 1)..]];
            return all.IndexOf(text) >= 0;
        }
    }
}
