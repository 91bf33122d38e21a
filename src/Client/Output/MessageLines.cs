using Experiments.Contracts;

namespace Experiments.Client;

/// <summary>The one way in which the console says something on the standard error.</summary>
internal static class MessageLines
{
    /// <summary>Says it on one line, whatever names and values it repeats.</summary>
    internal static void Say(this TextWriter messages, string line) => messages.Write($"{VisibleText.Of(line)}\n");
}
