// Rates of the ledger with empty jobs, and the time to read tables beside a million example rows:
//   dotnet run -c Release --project benchmarks/LedgerRates                       an SQLite file in a temporary folder
//   dotnet run -c Release --project benchmarks/LedgerRates -- postgres://…       an empty PostgreSQL database
using System.Diagnostics;
using System.Globalization;
using Experiments.Contracts;
using Experiments.LedgerRates;
using Experiments.Storage;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var folder = new BenchmarkFolder();
await using var database = args is [var connection]
    ? await ExperimentDatabase.OpenPostgresAsync(connection, TimeProvider.System, null, CancellationToken.None)
    : await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(folder.Path), TimeProvider.System, null, CancellationToken.None);
Console.WriteLine($"{(args.Length == 0 ? "SQLite" : "PostgreSQL")}, {Environment.ProcessorCount} cores, .NET {Environment.Version}");

// The first calls compile queries and code; they are nobody's steady rate.
await Rates.SubmitAsync(database, "warm-up", 600);
await Rates.DrainAsync(database, "warm-up", 600, claimers: 2, batch: 4);
await database.Ledger.CancelAsync("warm-up", CancellationToken.None);

foreach (var jobs in new[] { 1_000, 100_000 })
{
    var study = $"flat-{jobs}";
    var submitted = await Rates.SubmitAsync(database, study, jobs);
    Console.WriteLine($"{jobs,9:N0} jobs: submit {submitted.TotalSeconds:0.00} s");
    foreach (var (claimers, batch) in new[] { (1, 1), (1, 16), (8, 1), (8, 16) })
    {
        var (done, time, processor) = await Rates.DrainAsync(database, study, Math.Min(jobs / 8, 2_000), claimers, batch);
        Console.WriteLine(
            $"{jobs,9:N0} jobs: claim and commit, {claimers} at a time, {batch,2} per claim: {done / time.TotalSeconds,8:N0} jobs/s, "
                + $"{done / processor.TotalSeconds,8:N0} per second of this process's processor time");
    }

    // Ready jobs of other studies stand in the way of a claim for one study: not what is measured here.
    await database.Ledger.CancelAsync(study, CancellationToken.None);
}

var rows = await Rates.WriteExamplesAsync(database, "examples", shards: 2_000, imagesPerShard: 500, cells: 600);
Console.WriteLine($"{1_000_000:N0} example rows, 500 per commit: written in {rows.TotalSeconds:0.0} s");
for (var i = 0; i < 3; i++)
{
    var watch = Stopwatch.StartNew();
    var cells = await database.Results.ReadRowsAsync<TransferCellRow>("examples", CancellationToken.None);
    var sets = await database.Results.ReadRowsAsync<AdversarialSetRow>("examples", CancellationToken.None);
    Console.WriteLine($"transfer table beside them ({cells.Count} cells, {sets.Count} sets): {watch.Elapsed.TotalMilliseconds:0} ms");
}

var read = Stopwatch.StartNew();
var examples = await database.Results.ReadRowsAsync<AdversarialExampleRow>("examples", CancellationToken.None);
Console.WriteLine($"all {examples.Count:N0} example rows: {read.Elapsed.TotalSeconds:0.0} s");
