using System.Text.Json;
using Experiments.Settings;

namespace Experiments.Networks;

/// <summary>The JSON header of a safetensors file, checked: what it says about sizes and places is consistent.</summary>
internal sealed class SafetensorsHeader
{
    private readonly Dictionary<string, string> _metadata = [];
    private readonly List<Entry> _entries = [];
    private readonly HashSet<string> _names = [];

    private SafetensorsHeader()
    {
    }

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>In the order of their values; without gaps from 0 to <see cref="DataLength"/>.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Bytes of values after the header.</summary>
    public long DataLength => _entries.Count == 0 ? 0 : _entries[^1].End;

    /// <summary>Parses and checks a header.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="position">Of the JSON in the file, for messages.</param>
    /// <exception cref="InvalidDataException">It is not JSON or not consistent.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> utf8, int position)
    {
        var header = new SafetensorsHeader();
        var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 4 });
        try
        {
            header.ReadAll(ref json, position);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Byte {position + json.BytesConsumed}: the header is not valid JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            // The reader's own word for text that is not UTF-8 or has half a surrogate pair.
            throw new InvalidDataException(
                $"Byte {position + json.TokenStartIndex}: the header has text that is not valid: {error.Message}", error);
        }

        header.CheckPlaces();
        return header;
    }

    private void ReadAll(ref Utf8JsonReader json, int position)
    {
        Next(ref json, JsonTokenType.StartObject, position, "the header");
        while (NextName(ref json, out var name))
        {
            if (!_names.Add(name))
            {
                throw Bad(ref json, position, $"tensor '{SourceText.Shorten(name)}' is there twice; it must be there once");
            }
            if (name == "__metadata__")
            {
                ReadMetadata(ref json, position);
            }
            else
            {
                ReadEntry(ref json, position, name, SourceText.Shorten(name));
            }
        }

        if (json.Read())
        {
            throw Bad(ref json, position, "there is more after the header's object");
        }
    }

    private void ReadMetadata(ref Utf8JsonReader json, int position)
    {
        Next(ref json, JsonTokenType.StartObject, position, "__metadata__");
        while (NextName(ref json, out var key))
        {
            Next(ref json, JsonTokenType.String, position, $"__metadata__.{SourceText.Shorten(key)}");
            if (!_metadata.TryAdd(key, json.GetString()!))
            {
                throw Bad(ref json, position, $"__metadata__.{SourceText.Shorten(key)} is there twice; it must be there once");
            }
        }
    }

    /// <param name="json">Stands before the entry's object.</param>
    /// <param name="position">Of the JSON in the file, for messages.</param>
    /// <param name="name">The tensor's.</param>
    /// <param name="shown">The name as messages show it.</param>
    private void ReadEntry(ref Utf8JsonReader json, int position, string name, string shown)
    {
        string? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Next(ref json, JsonTokenType.StartObject, position, shown);
        var start = json.TokenStartIndex + position;
        while (NextName(ref json, out var key))
        {
            if (key switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false })
            {
                throw Bad(ref json, position, $"{shown}.{key} is there twice; it must be there once");
            }
            switch (key)
            {
                case "dtype":
                    Next(ref json, JsonTokenType.String, position, $"{shown}.dtype");
                    type = json.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref json, position, $"{shown}.shape");
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref json, position, $"{shown}.data_offsets");
                    break;
                default:
                    throw Bad(ref json, position, $"{shown}.{SourceText.Shorten(key)} is unknown; it must be dtype, shape or data_offsets");
            }
        }

        _entries.Add(Entry.Checked(name, type, shape, offsets, start));
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader json, int position, string what)
    {
        const int most = 8;
        var numbers = new List<long>();
        Next(ref json, JsonTokenType.StartArray, position, what);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var number) || number < 0)
            {
                throw Bad(ref json, position, $"{what} has something else than whole numbers from 0 up");
            }
            if (numbers.Count == most)
            {
                throw Bad(ref json, position, $"{what} has more than {most} numbers");
            }
            numbers.Add(number);
        }

        return numbers;
    }

    private static bool NextName(ref Utf8JsonReader json, out string name)
    {
        json.Read();
        var more = json.TokenType == JsonTokenType.PropertyName;
        name = more ? json.GetString()! : "";
        return more;
    }

    private static void Next(ref Utf8JsonReader json, JsonTokenType wanted, int position, string what)
    {
        if (!json.Read() || json.TokenType != wanted)
        {
            throw Bad(ref json, position, $"{what} is {json.TokenType}; it must be {wanted}");
        }
    }

    private static InvalidDataException Bad(ref Utf8JsonReader json, int position, string message) =>
        new($"Byte {position + json.TokenStartIndex}: {message}.");

    private void CheckPlaces()
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        var end = 0L;
        foreach (var entry in _entries)
        {
            if (entry.Begin != end)
            {
                throw new InvalidDataException(
                    $"Byte {entry.Position}: {SourceText.Shorten(entry.Name)} starts at {entry.Begin} of the values; it must start "
                        + $"at {end}, without gap or overlap.");
            }
            end = entry.End;
        }
    }

    /// <summary>A tensor as the header announces it.</summary>
    /// <param name="Name">Unique.</param>
    /// <param name="Shape">Extents whose product fits an array.</param>
    /// <param name="Length">Number of values.</param>
    /// <param name="Begin">First byte after the header.</param>
    /// <param name="Position">Byte of the announcement in the file, for messages.</param>
    /// <param name="Type">Of its values: one of <see cref="Types"/>, or an integer that is skipped.</param>
    /// <param name="IsSkipped">Whether its values are passed over: integers that no network here reads.</param>
    internal sealed record Entry(
        string Name, IReadOnlyList<int> Shape, int Length, long Begin, long Position, string Type, bool IsSkipped)
    {
        /// <summary>Single precision.</summary>
        public const string Single = "F32";

        /// <summary>Types whose values are read, with the bytes of a value.</summary>
        public static readonly IReadOnlyDictionary<string, int> Types =
            new Dictionary<string, int> { [Single] = sizeof(float), ["F16"] = 2, ["BF16"] = 2, ["F64"] = sizeof(double) };

        /// <summary>PyTorch's batch normalisation counts its steps in a tensor of this name, which only training reads.</summary>
        private const string StepCounter = "num_batches_tracked";

        public long End => Begin + (long)Length * ItemBytes;

        /// <summary>Bytes of a value.</summary>
        public int ItemBytes => BytesOf(Type);

        public static Entry Checked(string name, string? type, List<long>? shape, List<long>? offsets, long position)
        {
            var shown = SourceText.Shorten(name);
            if (type is null || shape is null || offsets is null)
            {
                throw new InvalidDataException(
                    $"Byte {position}: {shown} has no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}.");
            }
            var isSkipped = name.Split('.')[^1] == StepCounter && type is "I64" or "I32";
            if (!Types.ContainsKey(type) && !isSkipped)
            {
                throw new InvalidDataException(
                    $"Byte {position}: {shown}.dtype is {SourceText.Shorten(type)}; it must be one of "
                        + $"{string.Join(", ", Types.Keys)}.");
            }
            if (offsets.Count != 2 || offsets[1] < offsets[0])
            {
                throw new InvalidDataException(
                    $"Byte {position}: {shown}.data_offsets is [{string.Join(", ", offsets)}]; it must be a start "
                        + "and an end not before it.");
            }

            var length = 1L;
            foreach (var extent in shape)
            {
                if (extent > Array.MaxLength || (length = length * extent) > Array.MaxLength)
                {
                    throw new InvalidDataException(
                        $"Byte {position}: {shown}.shape is [{string.Join(", ", shape)}]; it must have at most {Array.MaxLength} values.");
                }
            }

            var itemBytes = BytesOf(type);
            if (offsets[1] - offsets[0] != length * itemBytes)
            {
                throw new InvalidDataException(
                    $"Byte {position}: {shown} has {offsets[1] - offsets[0]} bytes; it must have {length * itemBytes} for shape "
                        + $"[{string.Join(", ", shape)}].");
            }

            return new Entry(name, [.. shape.Select(extent => (int)extent)], (int)length, offsets[0], position, type, isSkipped);
        }

        private static int BytesOf(string type) =>
            Types.TryGetValue(type, out var bytes) ? bytes : type == "I64" ? sizeof(long) : sizeof(int);
    }
}
