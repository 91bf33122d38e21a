using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Experiments.Peers;

/// <summary>PyTorch and SciPy in a Python process that answers one request per line.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process) => _process = process;

    /// <param name="python">The interpreter that has torch, numpy and scipy.</param>
    public static PeerProcess Start(string python)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // A forced kernel or cache size would keep OpenBLAS from its best kernel.
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment.Remove("OPENBLAS_L2_SIZE");
        return new PeerProcess(Process.Start(start)!);
    }

    /// <exception cref="InvalidOperationException">The process ended; what it printed on standard error says why.</exception>
    public JsonNode Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"the peer process ended on work {request["work"]}; its error is above.");
        return JsonNode.Parse(answer)!;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
