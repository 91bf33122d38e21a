namespace Experiments.Client;

/// <summary>Keeps connection texts out of what is printed, also where one is typed in the wrong place and an error would repeat
/// it.</summary>
internal sealed class Secrets
{
    internal const string Hidden = "(connection)";

    // Shorter ones would be found inside of harmless words.
    private const int LeastPassword = 4;

    private readonly List<string> _texts;

    /// <param name="candidates">Everything that the caller typed or set; only what looks like a connection is hidden.</param>
    internal Secrets(IEnumerable<string?> candidates) =>
        _texts = [.. candidates.OfType<string>().SelectMany(Parts).Where(IsConnection).SelectMany(WithPassword).Distinct()
            .OrderByDescending(text => text.Length)];

    internal string Hide(string text) =>
        _texts.Aggregate(text, (hidden, secret) => hidden.Replace(secret, Hidden, StringComparison.Ordinal));

    /// <summary>An argument can be an option with its value: <c>--db=postgres://…</c>.</summary>
    private static IEnumerable<string> Parts(string argument) =>
        argument.StartsWith('-') && argument.IndexOfAny(['=', ':']) is >= 0 and var end ? [argument[(end + 1)..]] : [argument];

    private static bool IsConnection(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || text.Contains("password=", StringComparison.OrdinalIgnoreCase) || text.Contains("pwd=", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> WithPassword(string connection)
    {
        yield return connection;
        var credentials = connection.IndexOf("://", StringComparison.Ordinal) + 3;
        var (colon, at) = (connection.IndexOf(':', credentials), connection.LastIndexOf('@'));
        if (credentials >= 3 && colon >= 0 && at - colon > LeastPassword)
        {
            yield return connection[(colon + 1)..at];
        }
    }
}
