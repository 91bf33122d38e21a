using System.Diagnostics;

namespace Experiments.PipelineCost;

/// <summary>Worker processes of one thread: one on an empty database, two on another, and, for what the machine gives to two processes at
/// best, one on each of two more.</summary>
internal static class Workers
{
    internal static async Task<int> RunAsync(string study, string alone, string shared, string left, string right)
    {
        var program =
            Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/Client/bin/Release/net10.0/experiments.dll"));
        if (!File.Exists(program))
        {
            Console.Error.WriteLine($"{program} is missing; build src/Client with -c Release first.");
            return 2;
        }

        var one = await MeasureAsync("1 worker of one thread", study, new Client(program, alone));
        var two =
            await MeasureAsync("2 workers of one thread on one database", study, new Client(program, shared), new Client(program, shared));
        var apart = await MeasureAsync(
            "2 workers of one thread, each with the whole study in a database of its own", study, new Client(program, left),
            new Client(program, right));
        var ceiling = 2 * one / apart;
        Console.WriteLine(
            $"two workers against one: {one / two:0.00} x; two that share nothing but the machine: {ceiling:0.00} x; of that "
                + $"{one / two / ceiling:P0}");
        return 0;
    }

    private static async Task<TimeSpan> MeasureAsync(string what, string study, params Client[] workers)
    {
        foreach (var database in workers.DistinctBy(w => w.Database))
        {
            await database.RunAsync(["submit", study]);
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(workers.Select(w => w.RunAsync(["work", "--slots", "1", "--until-idle"])));
        Console.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:0.0} s");
        return watch.Elapsed;
    }

    private sealed class Client(string program, string database)
    {
        internal string Database { get; } = database;

        internal async Task RunAsync(IReadOnlyList<string> arguments)
        {
            var start =
                new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["EXPERIMENTS_DB"] = Database;
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
