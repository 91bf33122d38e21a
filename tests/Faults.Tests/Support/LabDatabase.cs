using System.Globalization;
using Experiments.Testing;
using Npgsql;

namespace Experiments.Faults.Tests;

/// <summary>One database of a private server, and the clients that use it.</summary>
/// <param name="lab">Gives folders.</param>
/// <param name="server">Where it is.</param>
/// <param name="name">Its name.</param>
internal sealed class LabDatabase(Lab lab, PostgresServer server, string name)
{
    /// <summary>Tables that say who did what and when; every other one holds results, which no fault may change.</summary>
    private const string Operational =
        "'schema_versions', 'studies', 'study_jobs', 'jobs', 'job_inputs', 'workers', 'worker_reports', 'activities', 'artifact_chunks', "
            + "'shares', 'quotas', 'device_usage', 'silos'";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    /// <summary>With more patience than usual: the machine may be busy with other tests.</summary>
    internal string Connection { get; } =
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={server.Port};Database={name};Username={PostgresServer.User};"
            + $"Password={PostgresServer.Password};Timeout=120;Command Timeout=60");

    internal string Folder { get; } = lab.Folder();

    /// <summary>Starts a client on this database.</summary>
    internal ClientProcess Start(params string[] arguments) => ClientProcess.Start(Folder, Connection, arguments);

    /// <summary>Starts a client that reaches this database through a proxy.</summary>
    internal ClientProcess Start(Proxy proxy, params string[] arguments) =>
        ClientProcess.Start(Folder, proxy.Through(Connection), arguments);

    internal async Task SubmitAsync(FaultStudy study)
    {
        await using var submit = Start("submit", Write(study));
        await submit.SucceedAsync();
    }

    /// <summary>Puts the study's file into the clients' folder.</summary>
    internal string Write(FaultStudy study)
    {
        var file = $"{study.Name}.json";
        File.WriteAllText(Path.Combine(Folder, file), study.Text);
        return file;
    }

    internal async Task<Outcome> OutcomeAsync(FaultStudy study) =>
        new(await lab.ExportAsync(Folder, Connection, study), await ReadRowsAsync());

    internal Task ExecuteAsync(string sql) => server.ExecuteAsync(name, sql);

    internal async Task<T> ScalarAsync<T>(string sql)
    {
        await using var session = await server.OpenAsync(name);
        return await ScalarAsync<T>(session, sql);
    }

    internal async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var session = await server.OpenAsync(name);
        return await TextsAsync(session, sql);
    }

    /// <summary>Waits until a condition of SQL holds.</summary>
    internal async Task UntilAsync(string condition)
    {
        await using var session = await server.OpenAsync(name);
        using var patience = new CancellationTokenSource(Patience);
        while (!await ScalarAsync<bool>(session, $"SELECT {condition}"))
        {
            Assert.False(patience.IsCancellationRequested, $"it never came to: {condition}");
            await Task.Delay(LookAgain);
        }
    }

    /// <summary>A condition of SQL: the worker has a job of a kind in hand.</summary>
    internal static string Runs(ClientProcess worker, string kind) =>
        string.Create(CultureInfo.InvariantCulture, 
            $"EXISTS (SELECT 1 FROM jobs j JOIN workers w ON w.id = j.worker WHERE j.state = 'leased' AND j.kind = '{kind}' AND "
                + $"w.process_id = {worker.Id})");

    private async Task<IReadOnlyList<string>> ReadRowsAsync()
    {
        await using var session = await server.OpenAsync(name);
        List<string> rows = [];
        foreach (var table in await TextsAsync(
            session, $"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ({Operational}) ORDER BY 1"))
        {
            rows.AddRange(await TextsAsync(session, $"SELECT '{table}: ' || t::text FROM {table} t ORDER BY t::text COLLATE \"C\""));
        }

        rows.AddRange(await TextsAsync(
            session,
            "SELECT 'bytes of ' || hash || ': ' || encode(sha256(string_agg(data, ''::bytea ORDER BY ordinal)), 'hex') FROM "
                + "artifact_chunks WHERE hash IN (SELECT hash FROM job_artifacts) GROUP BY hash ORDER BY hash COLLATE \"C\""));
        return rows;
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> texts = [];
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
