using System.Text.RegularExpressions;

namespace Experiments.Hosting;

/// <summary>Keeps connection texts out of what is printed, also where one is typed in the wrong place and an error would repeat it: whole,
/// in part, as a path made of it, with its password percent-encoded or not.</summary>
public sealed partial class Secrets
{
    /// <summary>Stands where a secret stood.</summary>
    public const string Hidden = "(connection)";

    // Shorter ones would be found inside of harmless words; they are hidden together with what stands around them.
    private const int LeastPassword = 4;

    private readonly List<string> _texts;

    /// <param name="candidates">Everything that the caller typed or set; only what looks like a connection is hidden.</param>
    public Secrets(IEnumerable<string?> candidates) =>
        _texts = [.. candidates.OfType<string>().SelectMany(Parts).SelectMany(Texts).Where(text => text.Length > 0).Distinct()
            .OrderByDescending(text => text.Length)];

    /// <summary>The text without any of them.</summary>
    public string Hide(string text) =>
        _texts.Aggregate(text, (hidden, secret) => hidden.Replace(secret, Hidden, StringComparison.Ordinal));

    /// <summary>An argument can be an option with its value: <c>--db=postgres://…</c>.</summary>
    private static IEnumerable<string> Parts(string argument) =>
        argument.StartsWith('-') && argument.IndexOfAny(['=', ':']) is >= 0 and var end ? [argument[(end + 1)..]] : [argument];

    private static IEnumerable<string> Texts(string connection)
    {
        List<string> passwords = [];
        if (Credentials().Match(connection) is { Success: true } url)
        {
            var password = url.Groups["password"].Value;
            passwords.Add(password);
            yield return $":{password}@";
        }

        passwords.AddRange(Setting().Matches(connection).Select(setting => setting.Groups["value"].Value.Trim().Trim('\'', '"')));
        if (passwords.Count == 0 && !Scheme().IsMatch(connection))
        {
            yield break;
        }

        yield return connection;

        // A path is made of it: double slashes are one.
        yield return connection.Replace("//", "/", StringComparison.Ordinal);
        foreach (var password in passwords.Where(password => password.Length >= LeastPassword))
        {
            yield return password;
            yield return Uri.UnescapeDataString(password);
            yield return Uri.EscapeDataString(password);
        }
    }

    /// <summary><c>user:password@host</c>, with or without a scheme; the password may hold what should be encoded in it.</summary>
    [GeneratedRegex(@"\A(?:[\w.+:-]+:/{1,2})?[^\s:/@]*:(?<password>.+)@[^@]*\z", RegexOptions.Singleline)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"(?:password|pwd|passwd)\s*=\s*(?<value>'[^']*'|""[^""]*""|[^;&]*)", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\Apostgres(?:ql)?:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
