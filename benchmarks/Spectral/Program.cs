// How long the bounds of a network of AlexNet's size take: its layers of 2012 on images of 224x224, with random weights.
//   dotnet run -c Release --project benchmarks/Spectral [-- THREADS]
using System.Diagnostics;
using System.Globalization;
using Experiments.Numerics;
using Experiments.Spectral;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var compute =
    new ComputeThreads(args is [var threads] ? int.Parse(threads, CultureInfo.InvariantCulture) : Environment.ProcessorCount);
Console.WriteLine($"{compute.Threads} threads, .NET {Environment.Version}");
Console.WriteLine("layer   shape                              bound  with zeros around   seconds");
var whole = Stopwatch.StartNew();
foreach (var layer in AlexNetLayers.All)
{
    var weights = layer.RandomWeights();
    var watch = Stopwatch.StartNew();
    var (bound, padded, converged) = layer.Norms(weights, compute);
    Console.WriteLine(
        $"{layer.Name,-7} {layer.Shape,-32} {bound,7:0.000} {padded,20:0.000} "
            + $"{watch.Elapsed.TotalSeconds,9:0.00}{(converged ? "" : " (not converged)")}");
}

Console.WriteLine($"all: {whole.Elapsed.TotalSeconds:0.0} s");
