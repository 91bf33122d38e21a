// Runs our work and the peers' in turns, in one run, and prints medians and ratios:
//
//   dotnet run -c Release --project benchmarks/Peers -- [rounds] [seconds per measurement] [python]
//
// Needs a Python with torch, numpy and scipy (Debian: python3-torch python3-scipy libopenblas0-openmp).

using System.Globalization;
using System.Text.Json.Nodes;
using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Peers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 2.0;
var python = args.Length > 2 ? args[2] : "/usr/bin/python3";

using var pool = new ComputePool(Environment.ProcessorCount);
var loader = new DatasetLoader(DataFolders.Default());
var training = new SliceSource(loader.Load(DataSlice.Create("mnist", "train")));
var test = loader.Load(DataSlice.Create("mnist", "test[0..1000)"));

Console.Error.WriteLine("training the source model of the attack …");
var mlp = new MlpOptions();
var source = Trainer.Train(mlp, new TrainingOptions { Epochs = 20, Schedule = LearningRateSchedule.Cosine, LearningRate = 0.003 }, seed: 1, training, heldOut: null, pool, progress: null, CancellationToken.None).Network;
var weightFile = Path.Combine(Path.GetTempPath(), $"experiments-peers-{Environment.ProcessId}.safetensors");
using (var file = File.Create(weightFile))
    source.Save(file);

try
{
    using var peer = PeerProcess.Start(python);
    Workload[] workloads =
    [
        new MatrixProductWorkload(1024, 1024, 1024, pool),
        new MatrixProductWorkload(256, 100, 784, pool),
        new TrainingWorkload("mlp", mlp, training, 128, pool),
        new InputGradientWorkload("mlp", source, training, 256),
        new AttackWorkload(source, weightFile, test, 20, pool),
    ];

    var about = peer.Ask(new JsonObject { ["work"] = "about" });
    Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}; Python {about["python"]}, PyTorch {about["torch"]} with {about["threads"]} threads, NumPy {about["numpy"]}, SciPy {about["scipy"]}; {rounds} rounds, medians");
    Console.WriteLine();
    Console.WriteLine("| work | ours | peer | ratio | lowest .. highest ratio |");
    Console.WriteLine("|---|---|---|---|---|");
    foreach (var workload in workloads)
        Print(workload, Enumerable.Range(0, rounds).Select(_ => (Ours: workload.Ours(seconds), Theirs: workload.Theirs(peer, seconds))).ToArray());
}
finally
{
    File.Delete(weightFile);
}

static void Print(Workload workload, (Measurement Ours, Measurement Theirs)[] turns)
{
    double[] ratios = [.. turns.Select(turn => turn.Ours.Rate / turn.Theirs.Rate).Order()];
    Console.WriteLine(
        $"| {workload.Name} | {Median(turns.Select(turn => turn.Ours.Rate)):#,0.#} {workload.Unit} | {workload.Peer} {Median(turns.Select(turn => turn.Theirs.Rate)):#,0.#} {workload.Unit} " +
        $"| {Median(ratios):0.00} | {ratios[0]:0.00} .. {ratios[^1]:0.00} |");
    if (turns[^1].Ours.Note is { } ours)
        Console.Error.WriteLine($"  ours: {ours}\n  {workload.Peer}: {turns[^1].Theirs.Note}");
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
