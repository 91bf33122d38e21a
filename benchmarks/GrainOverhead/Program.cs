// What the grains cost per job, without computation and without a database:
//   dotnet run -c Release --project benchmarks/GrainOverhead
using System.Globalization;
using Experiments.Grains.Tests;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Jobs = 1000;
await OverheadProbe.MeasureAsync(Jobs, places: 1);
Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, one silo, {Jobs} empty attack shards");
foreach (var places in new[] { 1, 2, 16 })
{
    var (wall, processor) = await OverheadProbe.MeasureAsync(Jobs, places);
    Console.WriteLine(
        $"{places,2} at a time: {wall.TotalMilliseconds / Jobs:0.00} ms per shard, "
            + $"{processor.TotalMilliseconds / Jobs:0.00} ms of processor time");
}
