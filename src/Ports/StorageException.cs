namespace Experiments.Ports;

/// <summary>The database or the artifact store cannot do what it was asked. The message is one line for people: what, where, and what to
/// do; never a connection string.</summary>
public sealed class StorageException : IOException
{
    public StorageException(string message, bool transient, Exception? cause = null)
        : base(message, cause) => Transient = transient;

    /// <summary>The same call can succeed later: a lock held by another program, a lost connection, a full disk.</summary>
    public bool Transient { get; }

    /// <summary>The database does not take what it was given to keep: not a number, a condition of the table, a missing value. The fault of
    /// whoever made the rows; another worker's are taken.</summary>
    public bool RefusesRows { get; init; }
}
