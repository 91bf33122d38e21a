using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Experiments.Testing;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Experiments.Faults.Tests;

/// <summary>Runs that are killed at random moments, again and again, until they finish: what they leave is what an undisturbed run leaves,
/// byte for byte. How often is said by <c>EXPERIMENTS_KILLS</c>, at which moments by <c>EXPERIMENTS_KILLS_SEED</c>: a large number can be
/// counted up from several calls.</summary>
public sealed class KilledRunTests(Lab lab, ITestOutputHelper output) : IClassFixture<Lab>
{
    private const int MostKillsOfARun = 20;

    private static readonly FaultStudy Study = FaultStudies.Short;

    private static readonly int Kills = Number("EXPERIMENTS_KILLS", 8);

    private readonly Random _random = new(Number("EXPERIMENTS_KILLS_SEED", 2013));
    private readonly SortedDictionary<string, int> _phases = [];

    [Fact]
    public async Task Run_OnItsOwnFileKilledUntilItFinishes_LeavesTheSameBytes()
    {
        var (expected, duration) = await UndisturbedAsync();
        var runs = 0;
        for (var kills = 0; kills < Kills; runs++)
        {
            var folder = await FolderAsync();
            var most = Math.Min(Kills - kills, 1 + _random.Next(MostKillsOfARun));
            kills += await KillAsync(folder, database: null, most, duration, PhaseOfFile);
            Assert.Equal(expected, await LeftAsync(folder));
            Directory.Delete(folder, recursive: true);
        }

        Report(runs);
    }

    [PostgresFact]
    public async Task Run_OnAServerKilledUntilItFinishes_LeavesTheSameBytes()
    {
        var expected = await lab.UndisturbedAsync(Study);
        var (_, duration) = await UndisturbedAsync();
        var runs = 0;
        for (var kills = 0; kills < Math.Max(1, Kills / 4); runs++)
        {
            var database = await lab.CreateDatabaseAsync();
            database.Write(Study);
            var most = Math.Min(Math.Max(1, Kills / 4) - kills, 1 + _random.Next(MostKillsOfARun));
            kills += await KillAsync(database.Folder, database.Connection, most, duration, (_, _) => "any");
            expected.AssertEquals(await database.OutcomeAsync(Study));
        }

        Report(runs);
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Starts a run as often as it is killed, and once more.</summary>
    /// <returns>How often it was killed.</returns>
    private async Task<int> KillAsync(
        string folder, string? database, int most, TimeSpan duration, Func<string, int, string> phaseOf)
    {
        for (var kills = 0; ; kills++)
        {
            using var moment = new Moment(folder, database is null ? _random.Next(3) : 0, _random, duration);
            await using var run = ClientProcess.Start(folder, database, "run", $"{Study.Name}.json", "--quiet");
            if (kills < most)
            {
                await Task.WhenAny(run.Ended, moment.Come);
            }

            if (kills == most || !await run.TryKillAsync())
            {
                await run.SucceedAsync();
                return kills;
            }

            var phase = phaseOf(folder, run.Id);
            _phases[phase] = _phases.GetValueOrDefault(phase) + 1;
        }
    }

    /// <summary>What the killed process was at, by a copy of its database: a look at the file itself would repair it.</summary>
    private string PhaseOfFile(string folder, int process)
    {
        var home = Path.Combine(folder, ".experiments");
        if (!File.Exists(Path.Combine(home, "experiments.db")))
        {
            return "start";
        }

        var copy = lab.Folder();
        foreach (var name in (string[])["experiments.db", "experiments.db-wal"])
        {
            if (File.Exists(Path.Combine(home, name)))
            {
                File.Copy(Path.Combine(home, name), Path.Combine(copy, name));
            }
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(copy, "experiments.db")};Pooling=False");
        connection.Open();
        if (Ask("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'studies'") == 0)
        {
            return "schema";
        }
        if (Ask("SELECT COUNT(*) FROM studies") == 0)
        {
            return "submission";
        }

        var own = string.Create(CultureInfo.InvariantCulture, $"w.process_id = {process}");
        if (Ask($"SELECT COUNT(*) FROM workers w WHERE {own}") == 0)
        {
            return "start of a later try";
        }

        using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT MIN(j.kind) FROM jobs j JOIN workers w ON w.id = j.worker WHERE j.state = 'leased' AND {own}";
        return command.ExecuteScalar() as string
            ?? (Ask("SELECT COUNT(*) FROM jobs WHERE state <> 'done'") == 0 ? "report" : "between jobs");

        long Ask(string sql)
        {
            using var question = connection.CreateCommand();
            question.CommandText = sql;
            return (long)question.ExecuteScalar()!;
        }
    }

    private async Task<(IReadOnlyList<string> Left, TimeSpan Duration)> UndisturbedAsync()
    {
        var folder = await FolderAsync();
        var start = Stopwatch.GetTimestamp();
        await using var run = ClientProcess.Start(folder, null, "run", $"{Study.Name}.json", "--quiet");
        await run.SucceedAsync();
        return (await LeftAsync(folder), Stopwatch.GetElapsedTime(start));
    }

    private async Task<string> FolderAsync()
    {
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Study.Name}.json"), Study.Text);
        return folder;
    }

    /// <summary>Every exported table, artifact and picture, each with the hash of its bytes. A report says when it was made.</summary>
    private async Task<IReadOnlyList<string>> LeftAsync(string folder)
    {
        var home = Path.Combine(folder, ".experiments");
        return
        [
            .. await lab.ExportAsync(folder, null, Study),
            .. Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(home, file))
                // What a killed process was writing stays under a name of that process.
                .Where(file => file.StartsWith("pictures", StringComparison.Ordinal) && !file.EndsWith(".partial", StringComparison.Ordinal)
                    || file.StartsWith("artifacts", StringComparison.Ordinal) && !file.Contains("incoming", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{file}: {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(home, file))))}"),
        ];
    }

    private void Report(int runs) =>
        output.WriteLine($"{_phases.Values.Sum()} kills, {runs} finished runs with the same bytes; killed at "
            + string.Join(", ", _phases.Select(phase => $"{phase.Key}: {phase.Value}")));

    /// <summary>A moment of a run: after a time, at one of its writes to the database, or at one of its artifacts.</summary>
    private sealed class Moment : IDisposable
    {
        private const int MostWrites = 60, MostFiles = 12;

        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly FileSystemWatcher? _watcher;
        private int _left;

        internal Moment(string folder, int kind, Random random, TimeSpan duration)
        {
            if (kind == 0)
            {
                Come = Task.Delay(duration * random.NextDouble());
                return;
            }

            Come = _come.Task;
            _left = 1 + random.Next(kind == 1 ? MostWrites : MostFiles);
            _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            if (kind == 1)
            {
                _watcher.Changed += (_, change) => Count(change.Name?.EndsWith(".db-wal", StringComparison.Ordinal) is true);
            }
            else
            {
                _watcher.Created += (_, change) => Count(!change.Name!.Contains("experiments.db", StringComparison.Ordinal));
            }

            _watcher.EnableRaisingEvents = true;
        }

        internal Task Come { get; }

        public void Dispose() => _watcher?.Dispose();

        private void Count(bool counts)
        {
            if (counts && Interlocked.Decrement(ref _left) == 0)
            {
                _come.SetResult();
            }
        }
    }
}
