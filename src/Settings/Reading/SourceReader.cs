using System.Text.Json;

namespace Experiments.Settings;

/// <summary>Reads a JSON text into <see cref="SourceNode"/>s. Comments and trailing commas are allowed. The text is untrusted: its size and
/// depth are limited, and a key that appears twice in an object is an error rather than a silent choice.</summary>
public static class SourceReader
{
    /// <summary>Characters of the largest text that is read.</summary>
    public const int MaxCharacters = 4 * 1024 * 1024;

    /// <summary>Levels of nested objects and arrays.</summary>
    public const int MaxDepth = 32;

    /// <summary>Objects, lists, strings, numbers and literals in all.</summary>
    public const int MaxValues = 250_000;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaxDepth,
    };

    /// <summary>Reads the text; null where it is no JSON, with the reason in <paramref name="errors"/>.</summary>
    public static SourceNode? Read(SourceText source, SettingsErrors errors)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(errors);
        if (source.Utf8.Length > MaxCharacters)
        {
            errors.Add(0, $"the file has {source.Utf8.Length} bytes; it must have at most {MaxCharacters}.");
            return null;
        }

        var reader = new Utf8JsonReader(source.Utf8, Options);
        try
        {
            if (CountValues(source.Utf8) is > MaxValues and var values)
            {
                errors.Add(0, $"the file has {values} values; it must have at most {MaxValues}.");
                return null;
            }

            reader.Read();
            var root = ReadValue(ref reader, SourcePlace.Root, errors);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            errors.Add(source.OffsetOf(e.LineNumber ?? 0, e.BytePositionInLine ?? 0), $"this is not JSON: {Reason(e)}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to a string whose bytes or escapes are no valid text.
            errors.Add((int)reader.TokenStartIndex, "this is not JSON: the string holds an incomplete character.");
            return null;
        }
    }

    private static int CountValues(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        var count = 0;
        while (reader.Read())
        {
            count += reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray ? 0 : 1;
        }

        return count;
    }

    private static SourceNode ReadValue(ref Utf8JsonReader reader, SourcePlace place, SettingsErrors errors)
    {
        var offset = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new SourceNode { Kind = JsonValueKind.Object, Offset = offset, Place = place, Members = ReadMembers(
                    ref reader, place, errors) };
            case JsonTokenType.StartArray:
                return new SourceNode { Kind = JsonValueKind.Array, Offset = offset, Place = place, Items = ReadItems(
                    ref reader, place, errors) };
            case JsonTokenType.String:
                return new SourceNode { Kind = JsonValueKind.String, Offset = offset, Place = place, Text = reader.GetString()! };
            case JsonTokenType.Number:
                var digits = System.Text.Encoding.ASCII.GetString(reader.ValueSpan);
                return new SourceNode { Kind = JsonValueKind.Number, Offset = offset, Place = place, Text = digits };
            default:
                var kind = reader.TokenType switch
                {
                    JsonTokenType.True => JsonValueKind.True,
                    JsonTokenType.False => JsonValueKind.False,
                    _ => JsonValueKind.Null,
                };
                return new SourceNode { Kind = kind, Offset = offset, Place = place };
        }
    }

    private static List<SourceMember> ReadMembers(ref Utf8JsonReader reader, SourcePlace place, SettingsErrors errors)
    {
        var members = new List<SourceMember>();
        var seen = new HashSet<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var offset = (int)reader.TokenStartIndex;
            var name = reader.GetString()!;
            reader.Read();
            var member = new SourceMember(name, offset, ReadValue(ref reader, place.Member(name), errors));
            if (seen.Add(name))
            {
                members.Add(member);
            }
            else
            {
                errors.Add(member, () => $"{SourceText.Shorten(name)} is given twice; a key must appear once in an object.");
            }
        }

        return members;
    }

    private static List<SourceNode> ReadItems(ref Utf8JsonReader reader, SourcePlace place, SettingsErrors errors)
    {
        var items = new List<SourceNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, place.Item(items.Count), errors));
        }

        return items;
    }

    /// <summary>The reader's message without the position, which is reported as line and column, and without advice to
    /// programmers.</summary>
    private static string Reason(JsonException exception)
    {
        var message = exception.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        message = end < 0 ? message : message[..end];
        var advice = message.IndexOf(" Change the reader options.", StringComparison.Ordinal);
        return advice < 0 ? message : message[..advice];
    }
}
