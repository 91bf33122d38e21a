using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Experiments.Settings;

/// <summary>
/// One text for one value: keys sorted by their UTF-16 units, no whitespace, whole numbers in decimal digits, other numbers in the shortest
/// form that reads back to the same double, no minus zero. Equal settings have equal texts whatever order, spacing or notation they came
/// in.
/// </summary>
public static class CanonicalJson
{
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                AppendObject(text, members);
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Append(text, items[i]);
                }

                text.Append(']');
                break;
            default:
                var raw = node.ToJsonString();
                text.Append(node.GetValueKind() switch
                {
                    JsonValueKind.Number => Number(raw),
                    JsonValueKind.String => Text(node.GetValue<string>()),
                    _ => raw,
                });
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonObject members)
    {
        text.Append('{');
        var first = true;
        foreach (var (name, value) in members.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            text.Append(first ? "" : ",").Append(Text(name)).Append(':');
            Append(text, value);
            first = false;
        }

        text.Append('}');
    }

    /// <summary>Escapes only what JSON demands, so that the text of a name does not depend on an encoder's taste.</summary>
    private static string Text(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    private static string Number(string raw)
    {
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        var culture = CultureInfo.InvariantCulture;
        if (long.TryParse(raw, Whole, culture, out var signed))
        {
            return signed.ToString(culture);
        }

        if (ulong.TryParse(raw, Whole, culture, out var unsigned))
        {
            return unsigned.ToString(culture);
        }

        var value = double.Parse(raw, culture);
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"number is {raw}; it must be one that double precision can hold.");
        }

        // 1.0 and 1 are one value, and so are 0 and -0.
        return value == 0 ? "0" : value.ToString("R", culture);
    }
}
