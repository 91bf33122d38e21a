using System.Data.Common;
using Experiments.Ports;

namespace Experiments.Grains;

/// <summary>What went wrong in a grain, as callers elsewhere are told: a process may not have the type that was thrown.</summary>
/// <param name="message">One line for people.</param>
/// <param name="transient">The same call can succeed later.</param>
[GenerateSerializer]
[Alias("experiments.fault")]
public sealed class GrainFaultException(string message, bool transient) : Exception(message)
{
    [Id(0)]
    public bool Transient { get; } = transient;

    internal static GrainFaultException Of(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        List<Exception> chain = [.. Chain(error)];
        var told = chain.Find(e => e is StorageException or DbException) ?? error;
        return new GrainFaultException(
            told is StorageException ? told.Message : $"{told.GetType().Name}: {told.Message.Split('\n')[0]}",
            chain.Exists(
                e => e is StorageException { Transient: true } or DbException { IsTransient: true } or TimeoutException
                    or OperationCanceledException));
    }

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var at = error; at is not null; at = at.InnerException)
        {
            yield return at;
        }
    }
}
