using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Experiments.Testing;

/// <summary>A private PostgreSQL made from the binaries on the machine: own folder, own port, gone afterwards. The server refuses to run as
/// root, so as root it runs as nobody.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    internal const string User = "experiments";

    internal const string Password = "secret-of-the-tests";

    private readonly string _folder;
    private readonly string _binaries;
    private int _databases;

    private PostgresServer(string binaries, string folder, int port)
    {
        _binaries = binaries;
        _folder = folder;
        Port = port;
    }

    internal int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Tests that need a server run: the machine has the binaries; or the environment's <c>CI=true</c> makes them fail, so that a
    /// build server cannot pass by lacking them.</summary>
    internal static bool MustRun { get; } = FindBinaries() is not null || BuildServer.IsThis;

    /// <summary>The newest binaries on the machine; null where there are none.</summary>
    internal static string? FindBinaries()
    {
        IEnumerable<string> folders = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0)
                .Select(d => Path.Combine(d, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Concat(path).FirstOrDefault(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "initdb")));
    }

    internal static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("experiments-postgres-").FullName;
        var server = new PostgresServer(
            FindBinaries() ?? throw new InvalidOperationException(
                "no PostgreSQL binaries on this machine (Debian: apt-get install postgresql); CI=true makes that a failure."),
            folder,
            FreePort());
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "-R", "nobody", folder);
        }

        await server.RunAsServerAsync(
            "initdb", "-D", server.Data, "-U", User, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "-E", "UTF8", "--locale=C",
            "--no-sync");
        await server.LaunchAsync();
        return server;
    }

    /// <summary>Starts the server; answers when it takes connections.</summary>
    internal Task LaunchAsync() => RunAsServerAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(_folder, "log"),
        "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -k {_folder} -c max_connections=200 -c fsync=off");

    /// <summary>Stops the server without a goodbye to anybody, as a crash does.</summary>
    internal Task StopAsync() => RunAsServerAsync("pg_ctl", "stop", "-w", "-m", "immediate", "-D", Data);

    /// <summary>Stops the server as <see cref="StopAsync"/> does and starts it again; answers when it takes connections.</summary>
    internal Task RestartAsync() =>
        RunAsServerAsync("pg_ctl", "restart", "-w", "-m", "immediate", "-D", Data, "-l", Path.Combine(_folder, "log"));

    /// <summary>Runs a script of psql in a database.</summary>
    /// <param name="connection">Text of the connection.</param>
    /// <param name="file">The script.</param>
    /// <param name="environment">Set for psql besides this process's environment.</param>
    internal Task RunScriptAsync(string connection, string file, params (string Name, string Value)[] environment) => RunAsync(
        "env", [.. environment.Select(e => $"{e.Name}={e.Value}"), Path.Combine(_binaries, "psql"), "--no-psqlrc", "-v", "ON_ERROR_STOP=1",
            "-f", file, connection]);

    /// <summary>A new empty database.</summary>
    /// <returns>Its connection text.</returns>
    internal async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return Connection(name);
    }

    internal async Task DropDatabaseAsync(string connection) =>
        await ExecuteAsync("postgres", $"DROP DATABASE {new Uri(connection).AbsolutePath[1..]} WITH (FORCE)");

    internal string Connection(string database, string? password = null, string? user = null) =>
        $"postgres://{user ?? User}:{password ?? Password}@127.0.0.1:{Port}/{database}";

    internal async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection of its own, outside of all pools.</summary>
    internal async Task<NpgsqlConnection> OpenAsync(string database)
    {
        var connection =
            new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username={User};Password={Password};Database={database};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task RunAsServerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.UserName == "root"
            ? RunAsync("setpriv", ["--reuid=nobody", "--regid=nogroup", "--clear-groups", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server inherits pipes: reading them to their end would wait for it. What a program says goes to a file.
        var log = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                "/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", log, program, .. arguments]) { WorkingDirectory = "/" })!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await File.ReadAllTextAsync(log)}");
            }
        }
        finally
        {
            File.Delete(log);
        }
    }
}
