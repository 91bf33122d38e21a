namespace Experiments.Client;

/// <summary>The caller asked for something that cannot be; the message says what and what it must be.</summary>
internal sealed class UsageException(string message) : Exception(message);
