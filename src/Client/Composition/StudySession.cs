using Experiments.Contracts;
using Experiments.Hosting;
using Experiments.Ports;

namespace Experiments.Client;

/// <param name="host">The database and what computes here.</param>
/// <param name="engine">Runs jobs in this process or on a cluster.</param>
/// <param name="connection">To the cluster; null without one.</param>
internal sealed class StudySession(ExperimentHost host, IStudyEngine engine, IAsyncDisposable? connection) : IStudySession
{
    public IStudyReader Studies => host.Studies;

    public IStudyEngine Engine => engine;

    public IDatabaseTools Tools => host.Tools;

    public string Database => host.Database;

    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }

        await host.DisposeAsync();
    }
}
