namespace Experiments.Settings;

/// <summary>Paths into a settings text, as errors print them.</summary>
internal static class SettingsPath
{
    /// <summary>The last name of a path with its indices: <c>weightDecay[1]</c> of <c>models[0].training.weightDecay[1]</c>.</summary>
    internal static string LastName(string path)
    {
        // A quoted key may hold dots and brackets; it ends the path only if the path ends with it.
        if (path.EndsWith("\"]", StringComparison.Ordinal))
        {
            var open = path.LastIndexOf("[\"", path.Length - 3, StringComparison.Ordinal);
            return path[(open + 2)..^2];
        }

        var from = path.LastIndexOf("\"]", StringComparison.Ordinal) is >= 0 and var quoted ? quoted + 2 : 0;
        var dot = path.LastIndexOf('.');
        return path[Math.Max(from, dot + 1)..];
    }

    /// <summary>Whether a name stands in a path without quotation marks.</summary>
    internal static bool IsPlain(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$');
}
