using System.Text;

namespace Experiments.Client;

/// <summary>Where results go. A fault of the stream names it: a full disk, a reader that is gone.</summary>
/// <param name="inner">The stream itself.</param>
/// <param name="name">For people: <c>standard output</c>.</param>
internal sealed class ResultStream(TextWriter inner, string name) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Guard(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Guard(() => inner.Write(value));

    public override void Flush() => Guard(inner.Flush);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{name} cannot be written: {fault.Message}", fault);
        }
    }
}

/// <summary>Where progress and errors go. What cannot be written is lost: work goes on, and its exit code stands.</summary>
/// <param name="inner">The stream itself.</param>
internal sealed class MessageStream(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // There is nowhere left to say it.
        }
    }
}
