using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Experiments.Reporting.Tests;

/// <summary>A headless Chromium, spoken to by its DevTools protocol. Knows what the page printed to its console, and what it asked the
/// network for.</summary>
public sealed class Chromium : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    private readonly string _profile = Path.Combine(Path.GetTempPath(), "experiments-tests", $"chromium-{Guid.NewGuid():N}");
    private readonly ClientWebSocket _socket = new();
    private readonly Dictionary<int, TaskCompletionSource<JsonNode>> _calls = [];
    private readonly List<JsonNode> _events = [];
    private readonly Lock _gate = new();
    private Process? _process;
    private int _lastCall;

    internal static string? Program { get; } =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public async Task InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", $"--user-data-dir={_profile}",
            "--remote-debugging-port=0", "about:blank",
        ];
        arguments.ToList().ForEach(start.ArgumentList.Add);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ConnectAsync();
    }

    /// <summary>What the browser told since the last <see cref="OpenAsync"/>.</summary>
    internal IReadOnlyList<string> Events(string method)
    {
        lock (_gate)
        {
            return [.. _events.Where(e => (string?)e["method"] == method).Select(e => e["params"]!.ToJsonString())];
        }
    }

    /// <summary>Opens a page at a size and in a colour scheme; returns when it has loaded.</summary>
    internal async Task OpenAsync(string address, int width, int height, bool dark)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });
        await CallAsync(
            "Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } });
        lock (_gate)
        {
            _events.Clear();
        }

        await CallAsync("Page.navigate", new { url = address });
        var waited = Stopwatch.StartNew();
        while (Events("Page.loadEventFired").Count == 0)
        {
            Assert.True(waited.Elapsed < LongestWait, $"{address} did not load");
            await Task.Delay(20);
        }
    }

    /// <summary>The value of a script, as JSON. A promise is waited for.</summary>
    internal async Task<JsonNode?> EvaluateAsync(string script)
    {
        var answer = await CallAsync("Runtime.evaluate", new { expression = script, returnByValue = true, awaitPromise = true });
        Assert.True(answer["exceptionDetails"] is null, answer["exceptionDetails"]?.ToJsonString());
        return answer["result"]!["value"];
    }

    /// <summary>The whole page, or its first part, as PNG.</summary>
    internal async Task<byte[]> ScreenshotAsync(int width, int height) => Convert.FromBase64String((string)(await CallAsync(
        "Page.captureScreenshot",
        new { format = "png", captureBeyondViewport = true, clip = new { x = 0, y = 0, width, height, scale = 1 } }))["data"]!);

    public void Dispose() => _socket.Dispose();

    public async Task DisposeAsync()
    {
        Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        if (Directory.Exists(_profile))
        {
            Directory.Delete(_profile, recursive: true);
        }
    }

    private async Task ConnectAsync()
    {
        var portFile = Path.Combine(_profile, "DevToolsActivePort");
        var waited = Stopwatch.StartNew();
        while (!File.Exists(portFile) || File.ReadAllLines(portFile).Length < 2)
        {
            Assert.False(_process!.HasExited, $"chromium ended with {(_process.HasExited ? _process.ExitCode : 0)}");
            Assert.True(waited.Elapsed < LongestWait, "chromium did not start");
            await Task.Delay(50);
        }

        using var http = new HttpClient();
        var pages =
            JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{File.ReadAllLines(portFile)[0]}/json/list")))!.AsArray();
        await _socket.ConnectAsync(
            new Uri((string)pages.First(page => (string?)page!["type"] == "page")!["webSocketDebuggerUrl"]!), default);
        _ = ListenAsync();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await CallAsync($"{domain}.enable", new { });
        }
    }

    private async Task<JsonNode> CallAsync(string method, object parameters)
    {
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        int id;
        lock (_gate)
        {
            id = ++_lastCall;
            _calls[id] = answer;
        }

        var message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters });
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, default);
        var result = await answer.Task.WaitAsync(LongestWait);
        Assert.True(result["error"] is null, $"{method}: {result["error"]?.ToJsonString()}");
        return result["result"]!;
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[1 << 16];
        var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, default);
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                {
                    continue;
                }

                Take(JsonNode.Parse(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length))!);
                message.SetLength(0);
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser was closed.
        }
    }

    private void Take(JsonNode message)
    {
        lock (_gate)
        {
            if ((int?)message["id"] is { } id && _calls.Remove(id, out var call))
            {
                call.SetResult(message);
            }
            else
            {
                _events.Add(message);
            }
        }
    }
}
