using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Experiments.Silo.Tests;

/// <summary>A silo as an operating system's process.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SiloProcess(Process process, SiloPorts ports) => (_process, Ports) = (process, ports);

    public bool HasExited => _process.HasExited;

    public SiloPorts Ports { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>What it logged as errors.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Output.Split('\n').Where(line => line.Contains(" fail: ", StringComparison.Ordinal))];

    public static SiloProcess Start(string name, params string[] arguments) => StartIn([], name, arguments);

    public static SiloProcess StartIn(Dictionary<string, string> environment, string name, params string[] arguments) =>
        StartAt(SiloPorts.Free(), environment, name, arguments);

    public static SiloProcess StartAt(
        SiloPorts ports, Dictionary<string, string> environment, string name, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        string[] all =
        [
            Path.Combine(AppContext.BaseDirectory, "experiments-silo.dll"), "--name", name, "--address", "127.0.0.1", "--silo-port",
            $"{ports.Silo}", "--gateway-port", $"{ports.Gateway}", "--health-port", $"{ports.Health}", .. arguments,
        ];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var process = Process.Start(start)!;
        var result = new SiloProcess(process, ports);
        process.OutputDataReceived += result.Keep;
        process.ErrorDataReceived += result.Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return result;
    }

    /// <summary>Waits until the silo is active and takes jobs.</summary>
    public async Task ReadyAsync(TimeSpan timeout)
    {
        var watch = Stopwatch.StartNew();
        while (await ProbeAsync("ready") != HttpStatusCode.OK)
        {
            Assert.False(HasExited, Output);
            Assert.True(watch.Elapsed < timeout, Output);
            await Task.Delay(50);
        }
    }

    /// <summary>What a probe is answered; null for nothing.</summary>
    public async Task<HttpStatusCode?> ProbeAsync(string what)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{Ports.Health}/health/{what}"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Waits until the silo says that it is not ready, and why.</summary>
    public async Task SaysAsync(string fault)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var said = "";
            try
            {
                using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{Ports.Health}/health/ready"));
                said = await answer.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException)
            {
            }

            if (said == $"{fault}\n")
            {
                return;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{said}{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>No goodbye to anybody.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for it to end by itself.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}

/// <summary>Where a silo listens.</summary>
internal sealed record SiloPorts(int Silo, int Gateway, int Health)
{
    public static SiloPorts Free() => new(FreePort(), FreePort(), FreePort());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
