using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Client;

/// <summary>Reads what finished jobs have left; where it is missing or damaged they run again, as they do when another job reads
/// it.</summary>
internal static class Healing
{
    /// <param name="context">Where it is said.</param>
    /// <param name="session">The engine.</param>
    /// <param name="study">The study's name.</param>
    /// <param name="read">Reads artifacts of the study.</param>
    /// <param name="runAgain">Runs what is ready of the study.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArtifactDamagedException">It is damaged still, or no finished job made it.</exception>
    internal static async Task<T> DoAsync<T>(
        VerbContext context, IStudySession session, string study, Func<Task<T>> read, Func<Task<StudySummary>> runAgain,
        CancellationToken cancellationToken)
    {
        var healed = new HashSet<ArtifactHash>();
        while (true)
        {
            try
            {
                return await read();
            }
            catch (ArtifactDamagedException damaged) when (healed.Add(damaged.Hash))
            {
                if (await session.Engine.RedoAsync(study, damaged.Hash, cancellationToken) == 0)
                {
                    throw;
                }

                context.Host.Error.Say($"warning: {damaged.Message}");
                await runAgain();
            }
        }
    }
}
