using System.Globalization;

namespace Experiments.Contracts;

/// <summary>One value of a table row: nothing, a text, a whole number, a number or a truth value. The same value goes into every
/// format.</summary>
public readonly record struct TableValue
{
    private readonly string? _text;

    // A whole number, a truth value as 0 or 1, or the bits of a number: results of a query have millions of values.
    private readonly long _bits;

    private TableValue(TableValueKind kind, string? text = null, long bits = 0)
    {
        Kind = kind;
        _text = text;
        _bits = bits;
    }

    public TableValueKind Kind { get; }

    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string Text => Kind == TableValueKind.Text ? _text! : throw Mismatch(TableValueKind.Text);

    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long Whole => Kind == TableValueKind.Whole ? _bits : throw Mismatch(TableValueKind.Whole);

    /// <summary>The value of a number or of a whole number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public double Number => Kind switch
    {
        TableValueKind.Number => BitConverter.Int64BitsToDouble(_bits),
        TableValueKind.Whole => _bits,
        _ => throw Mismatch(TableValueKind.Number),
    };

    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool Truth => Kind == TableValueKind.Truth ? _bits != 0 : throw Mismatch(TableValueKind.Truth);

    public static TableValue Of(string? value) => value is null ? default : new(TableValueKind.Text, text: value);

    public static TableValue Of(long? value) => value is { } whole ? new(TableValueKind.Whole, bits: whole) : default;

    /// <summary>A number; not-a-number and the infinities are kept as nothing, because JSON has no word for them.</summary>
    public static TableValue Of(double? value) =>
        value is { } number && double.IsFinite(number)
            ? new(TableValueKind.Number, bits: BitConverter.DoubleToInt64Bits(number))
            : default;

    public static TableValue Of(bool? value) => value is { } truth ? new(TableValueKind.Truth, bits: truth ? 1 : 0) : default;

    /// <summary>The value as .NET has it.</summary>
    /// <returns>Null, a <see cref="string"/>, <see cref="long"/>, <see cref="double"/> or <see cref="bool"/>.</returns>
    public object? ToObject() => Kind switch
    {
        TableValueKind.Text => Text,
        TableValueKind.Whole => Whole,
        TableValueKind.Number => Number,
        TableValueKind.Truth => Truth,
        _ => null,
    };

    /// <summary>The value of a property of a result row, or of a column of a query.</summary>
    /// <exception cref="ArgumentException">It is of a type that no table has.</exception>
    public static TableValue Of(object? value) => value switch
    {
        null => default,
        string text => Of(text),
        bool truth => Of((bool?)truth),
        int whole => Of((long?)whole),
        long whole => Of((long?)whole),
        double number => Of((double?)number),

        // A seed can have more digits than a JSON number keeps.
        ulong whole => Of(whole.ToString(CultureInfo.InvariantCulture)),
        JobKey key => Of(key.Value),
        ArtifactHash hash => Of(hash.Value),
        _ => throw new ArgumentException(
            $"value is of type {value.GetType().Name}; a table has texts, numbers, truth values, keys and hashes.", nameof(value)),
    };

    public static implicit operator TableValue(string? value) => Of(value);

    public static implicit operator TableValue(int? value) => Of((long?)value);

    public static implicit operator TableValue(int value) => Of((long?)value);

    public static implicit operator TableValue(long? value) => Of(value);

    public static implicit operator TableValue(long value) => new(TableValueKind.Whole, bits: value);

    public static implicit operator TableValue(double? value) => Of(value);

    public static implicit operator TableValue(double value) => Of((double?)value);

    public static implicit operator TableValue(bool? value) => Of(value);

    public static implicit operator TableValue(bool value) => Of((bool?)value);

    private InvalidOperationException Mismatch(TableValueKind wanted) =>
        new($"table value is of kind {Kind}; it must be of kind {wanted}.");
}

public enum TableValueKind
{
    /// <summary>No value: empty in texts, null in JSON.</summary>
    Nothing,
    Text,
    Whole,
    Number,
    Truth,
}
