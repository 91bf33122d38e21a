using System.Text.Json;

namespace Experiments.Settings;

/// <summary>The kinds of value that settings are made of.</summary>
public enum ValueKind
{
    Boolean,
    Integer,
    Number,
    Text,
    Choice,
    List,
    Map,
    Options,
}

/// <summary>What a .NET type is in JSON.</summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="Type">The .NET type, without <see cref="Nullable{T}"/>.</param>
/// <param name="Element">Type of the items of a list or the values of a map; null for other kinds.</param>
/// <param name="NullableValue">The type was a <see cref="Nullable{T}"/>.</param>
public sealed record ValueShape(ValueKind Kind, Type Type, Type? Element, bool NullableValue)
{
    private static readonly Dictionary<Type, ValueKind> Scalars = new()
    {
        [typeof(bool)] = ValueKind.Boolean,
        [typeof(int)] = ValueKind.Integer,
        [typeof(long)] = ValueKind.Integer,
        [typeof(ulong)] = ValueKind.Integer,
        [typeof(float)] = ValueKind.Number,
        [typeof(double)] = ValueKind.Number,
        [typeof(string)] = ValueKind.Text,
    };

    /// <exception cref="NotSupportedException">Settings cannot hold the type.</exception>
    public static ValueShape Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var nullable = plain != type;
        if (Scalars.TryGetValue(plain, out var scalar))
        {
            return new ValueShape(scalar, plain, null, nullable);
        }

        if (plain.IsEnum)
        {
            return new ValueShape(ValueKind.Choice, plain, null, nullable);
        }

        if (MapElement(plain) is { } value)
        {
            return new ValueShape(ValueKind.Map, plain, value, nullable);
        }

        if (ListElement(plain) is { } item)
        {
            return new ValueShape(ValueKind.List, plain, item, nullable);
        }

        return plain.IsClass && plain.Namespace?.StartsWith("System", StringComparison.Ordinal) != true
            ? new ValueShape(ValueKind.Options, plain, null, nullable)
            : throw new NotSupportedException($"{type} is not a type that settings can hold.");
    }

    /// <summary>What a value of this shape must be, for errors.</summary>
    public string Text => Kind switch
    {
        ValueKind.Boolean => "true or false",
        ValueKind.Integer => "a whole number",
        ValueKind.Number => "a number",
        ValueKind.Text => "a string",
        ValueKind.Choice => $"one of: {string.Join(", ", Choices(Type))}",
        ValueKind.List => "a list",
        _ => "an object",
    };

    /// <summary>The names of an enum's values as JSON has them: kebab case, in the order of their values.</summary>
    public static IReadOnlyList<string> Choices(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return [.. Enum.GetNames(type).Select(ChoiceName)];
    }

    /// <summary>The name of an enum's value as JSON has it.</summary>
    public static string Choice(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ChoiceName(value.ToString());
    }

    internal static string ChoiceName(string member) => JsonNamingPolicy.KebabCaseLower.ConvertName(member);

    private static Type? MapElement(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) || type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        && type.GetGenericArguments()[0] == typeof(string)
            ? type.GetGenericArguments()[1]
            : null;

    private static Type? ListElement(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() is var d
            && (d == typeof(IReadOnlyList<>) || d == typeof(IReadOnlyCollection<>) || d == typeof(List<>)) ? type.GetGenericArguments()[0]
        : null;
}
