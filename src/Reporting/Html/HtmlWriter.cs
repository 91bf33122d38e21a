using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>Writes HTML and inline SVG. Tags and attribute names come from the program; every text and every attribute value is made
/// visible (<see cref="VisibleText"/>) and escaped, so that names from a study can hold anything.
/// Numbers are written in the invariant culture, with at most two decimals.</summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private readonly Stack<string> _open = new();
    private int _ids;

    /// <summary>A new id, unique in the document.</summary>
    internal string NextId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{++_ids}");

    /// <summary>Starts an element; <see cref="Close"/> ends it. An attribute whose value is null is left out.</summary>
    internal void Open(string tag, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(tag, attributes);
        output.Write('>');
        _open.Push(tag);
    }

    /// <summary>Ends the element that was started last.</summary>
    internal void Close()
    {
        var tag = _open.Pop();
        output.Write($"</{tag}>");
        if (IsBlock(tag))
        {
            output.Write('\n');
        }
    }

    /// <summary>An element without content.</summary>
    internal void Empty(string tag, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Start(tag, attributes);
        output.Write(IsVoid(tag) ? ">" : $"></{tag}>");
    }

    /// <summary>An element that holds a text.</summary>
    internal void Element(string tag, string text, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Open(tag, attributes);
        Text(text);
        Close();
    }

    internal void Text(string text) => Escape(text);

    /// <summary>A style sheet of the program's own.</summary>
    internal void Style(string css)
    {
        if (css.Contains("</", StringComparison.Ordinal))
        {
            throw new ArgumentException("css holds '</'; it must not end its element.", nameof(css));
        }

        output.Write($"<style>\n{css}</style>\n");
    }

    internal void Doctype() => output.Write("<!DOCTYPE html>\n");

    private static bool IsVoid(string tag) => tag is "meta" or "img" or "br" or "link" or "hr" or "wbr";

    private static bool IsBlock(string tag) =>
        tag is "p" or "tr" or "table" or "thead" or "tbody" or "section" or "div" or "figure" or "li" or "ul" or "ol" or "dl" or "svg"
            or "h1" or "h2" or "h3" or "details" or "header" or "main" or "footer" or "nav" or "head" or "body" or "html" or "title";

    private static string Value(object value) => value switch
    {
        string text => text,
        double number => Number(number),
        float number => Number(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    internal static string Number(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero) is var rounded && rounded == 0
        ? "0" : rounded.ToString("0.##", CultureInfo.InvariantCulture);

    private void Start(string tag, ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        output.Write($"<{tag}");
        foreach (var (name, value) in attributes)
        {
            if (value is null)
            {
                continue;
            }

            output.Write($" {name}=\"");
            Escape(Value(value));
            output.Write('"');
        }
    }

    private void Escape(string text)
    {
        foreach (var c in VisibleText.Lines(text))
        {
            switch (c)
            {
                case '&':
                    output.Write("&amp;");
                    break;
                case '<':
                    output.Write("&lt;");
                    break;
                case '>':
                    output.Write("&gt;");
                    break;
                case '"':
                    output.Write("&quot;");
                    break;
                case '\'':
                    output.Write("&#39;");
                    break;
                default:
                    output.Write(c);
                    break;
            }
        }
    }
}
