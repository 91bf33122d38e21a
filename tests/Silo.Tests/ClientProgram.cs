using System.Diagnostics;

namespace Experiments.Silo.Tests;

/// <summary>The console, built as the README says for clusters.</summary>
internal sealed class ClientProgram
{
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    private readonly string _program;

    private ClientProgram(string program) => _program = program;

    public static async Task<ClientProgram> OpenAsync() => new(await Built.Value);

    /// <returns>The exit code, and what was written to standard output and to standard error.</returns>
    public Task<(int ExitCode, string Output, string Error)> RunAsync(params IReadOnlyList<string> arguments) =>
        ExecuteAsync("dotnet", [_program, .. arguments]);

    /// <returns>What was written to standard output.</returns>
    public Task<string> DoneAsync(params IReadOnlyList<string> arguments) => DoneInAsync([], arguments);

    /// <returns>What was written to standard output.</returns>
    public async Task<string> DoneInAsync(Dictionary<string, string> environment, params IReadOnlyList<string> arguments)
    {
        var (exitCode, output, error) = await ExecuteAsync("dotnet", [_program, .. arguments], environment);
        Assert.True(exitCode == 0, $"experiments {string.Join(' ', arguments)}: exit code {exitCode}\n{output}\n{error}");
        return output;
    }

    private static async Task<string> BuildAsync()
    {
        var project = Path.Combine(SiloProcessTests.Root(), "src", "Client");
        var (exitCode, output, error) = await ExecuteAsync(
            "dotnet", ["build", Path.Combine(project, "Client.csproj"), "-c", "Release", "-v", "quiet", "-nologo", "-p:WithOrleans=true"]);
        Assert.True(exitCode == 0, $"{output}\n{error}");
        return Path.Combine(project, "bin", "with-orleans", "Release", "net10.0", "experiments.dll");
    }

    private static async Task<(int ExitCode, string Output, string Error)> ExecuteAsync(
        string program, IReadOnlyList<string> arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = SiloProcessTests.Root() };
        start.Environment["NO_COLOR"] = "1";
        foreach (var (variable, value) in environment ?? [])
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
