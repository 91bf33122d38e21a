using Experiments.Contracts;
using Experiments.Ports;
using Experiments.Storage;

namespace Experiments.Client.Tests;

public sealed class StartUpTests
{
    /// <summary>Loading EF and building its model cost a short command more time than all of its work.</summary>
    [Fact]
    public async Task OpenListReadAndQuery_LoadNoEntityFramework()
    {
        var folder = Directory.CreateTempSubdirectory("experiments-start-").FullName;
        try
        {
            await using var database =
                await ExperimentDatabase.OpenSqliteAsync(new EmbeddedHome(folder), TimeProvider.System, null, CancellationToken.None);

            Assert.Empty(await database.Results.ListStudiesAsync(CancellationToken.None));
            Assert.Empty(await database.Results.ReadRowsAsync<TransferCellRow>("s", CancellationToken.None));
            Assert.Empty((await database.Tools.QueryAsync(
                "SELECT * FROM v_transfer", new QueryLimits(10, TimeSpan.FromSeconds(20)), CancellationToken.None)).Rows);
            Assert.DoesNotContain(
                AppDomain.CurrentDomain.GetAssemblies(),
                assembly => assembly.GetName().Name!.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
