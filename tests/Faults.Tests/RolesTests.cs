using Experiments.Testing;

namespace Experiments.Faults.Tests;

/// <summary>The roles of <c>infra/</c>, made by its own scripts: each may do what its line of the table says, and nothing else.</summary>
public sealed class RolesTests(Lab lab) : IClassFixture<Lab>
{
    private const string Database = "experiments", OfOwner = "pass-of-owner", OfAuthor = "pass-of-author", OfWorker = "pass-of-worker",
        OfReader = "pass-of-reader";

    private static readonly FaultStudy Study = FaultStudies.Small;

    [PostgresFact]
    public async Task Roles_MadeByTheScriptsOfInfra_MayDoWhatTheyAreFor()
    {
        await using var server = await PostgresServer.StartAsync();
        var secrets = lab.Folder();
        foreach (var (role, password) in (IEnumerable<(string, string)>)[("owner", OfOwner), ("author", OfAuthor), ("worker", OfWorker),
            ("reader", OfReader)])
        {
            await File.WriteAllTextAsync(Path.Combine(secrets, $"{role}_password"), password);
        }

        await server.RunScriptAsync(server.Connection("postgres"), Infra("roles.sql"), ("SECRETS", secrets));
        await server.RunScriptAsync(server.Connection("postgres"), Infra("reader.sql"), ("SECRETS", secrets));
        var (owner, author, worker, reader) =
            (As("owner", OfOwner), As("author", OfAuthor), As("worker", OfWorker), As("reader", OfReader));
        var folder = lab.Folder();
        await File.WriteAllTextAsync(Path.Combine(folder, "study.json"), Study.Text);

        await RunAsync(owner, 0, "list");
        await server.RunScriptAsync(owner, Infra("grants.sql"));
        // Who may not submit may not hold the lock that submissions wait for.
        foreach (var (role, name) in (IEnumerable<(string, string)>)[(worker, "worker"), (reader, "reader")])
        {
            Assert.Matches(
                $"^error: .* refuses user 'experiments_{name}': permission denied for function pg_advisory_xact_lock\\.\n$",
                await RunAsync(role, 2, "submit", "study.json"));
        }

        await RunAsync(author, 0, "submit", "study.json");
        Assert.Matches(
            "^error: database 'experiments' at .* user 'experiments_reader' is read-only; .*\n$",
            await RunAsync(reader, 2, "work", "--until-idle", "--quiet"));
        await RunAsync(worker, 0, "work", "--until-idle", "--quiet");
        await RunAsync(reader, 0, "show", Study.Name);
        Assert.Equal(await lab.ExportAsync(folder, owner, Study), await lab.ExportAsync(folder, reader, Study));

        // Whoever asks, a query is made as the reader.
        foreach (var role in (string[])[owner, author, worker, reader])
        {
            string[] asReader = role == reader ? [] : ["--reader-db", reader];
            Assert.Equal("role,only_reads,networks\nexperiments_reader,on,1\n", await RunAsync(
                role, 0, ["query",
                    "SELECT current_user AS role, current_setting('transaction_read_only') AS only_reads, (SELECT count(*) "
                        + "FROM models) AS networks",
                    "--format", "csv", .. asReader]));
            Assert.Equal(
                "error: query is wrong: permission denied for table pg_authid\n",
                await RunAsync(role, 2, ["query", "SELECT rolpassword FROM pg_authid", .. asReader]));
        }

        foreach (var (role, right) in (IEnumerable<(string, string)>)[(owner, "belongs to pg_database_owner"),
            (author, "writes "), (worker, "writes ")])
        {
            Assert.StartsWith(
                $"error: query needs a user who may only read, and '{new Uri(role).UserInfo.Split(':')[0]}' {right}",
                await RunAsync(role, 2, "query", "SELECT 1"), StringComparison.Ordinal);
        }

        string As(string role, string password) => server.Connection(Database, password, $"experiments_{role}");

        async Task<string> RunAsync(string connection, int code, params string[] arguments)
        {
            await using var client = ClientProcess.Start(folder, connection, arguments);
            Assert.True(await client.ExitAsync() == code, $"{string.Join(' ', arguments)}: {client.Error}{client.Output}");
            Assert.DoesNotContain("pass-of", client.Error + client.Output, StringComparison.Ordinal);
            return code == 0 ? client.Output : client.Error;
        }
    }

    private static string Infra(string file)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Experiments.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Experiments.sln is not above the test.");
        }

        return Path.Combine(folder, "infra", file);
    }
}
