using System.Diagnostics;

namespace Experiments.PipelineCost;

/// <summary>Worker processes of one thread: one on an empty database, then two on another.</summary>
internal static class Workers
{
    internal static async Task<int> RunAsync(string study, string firstDatabase, string secondDatabase)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/Client/bin/Release/net10.0/experiments.dll"));
        if (!File.Exists(program))
        {
            Console.Error.WriteLine($"{program} is missing; build src/Client with -c Release first.");
            return 2;
        }

        var one = await MeasureAsync(new Client(program, firstDatabase), study, workers: 1);
        var two = await MeasureAsync(new Client(program, secondDatabase), study, workers: 2);
        Console.WriteLine($"two workers against one: {one / two:0.00} x");
        return 0;
    }

    private static async Task<TimeSpan> MeasureAsync(Client client, string study, int workers)
    {
        await client.RunAsync(["submit", study]);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => client.RunAsync(["work", "--slots", "1", "--until-idle"])));
        Console.WriteLine($"{workers} worker{(workers == 1 ? "" : "s")} of one thread: {watch.Elapsed.TotalSeconds:0.0} s");
        return watch.Elapsed;
    }

    private sealed class Client(string program, string database)
    {
        internal async Task RunAsync(IReadOnlyList<string> arguments)
        {
            var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["EXPERIMENTS_DB"] = database;
            start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"experiments {arguments[0]} ended with {process.ExitCode}: {errors}");
            }
        }
    }
}
