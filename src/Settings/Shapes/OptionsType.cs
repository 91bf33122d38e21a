using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Experiments.Settings;

/// <summary>A property that has no key of its own in JSON: the type name and the options of a catalogued record stand in the same object as
/// its owner's members.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InlineOptionsAttribute : Attribute;

/// <summary>How an options record looks in JSON: its writable public properties under camelCase names.</summary>
public sealed class OptionsType
{
    private static readonly ConcurrentDictionary<Type, OptionsType> Known = new();

    private OptionsType(Type type)
    {
        Type = type;
        var nullability = new NullabilityInfoContext();
        Members =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.CanWrite && p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<JsonIgnoreAttribute>() is null)
                .Select(p => new OptionsMember(p, nullability))
                .OrderBy(m => m.Depth).ThenBy(m => m.Property.MetadataToken),
        ];
    }

    public Type Type { get; }

    /// <summary>Base members first, each in the order of its declaration.</summary>
    public IReadOnlyList<OptionsMember> Members { get; }

    public static OptionsType Of(Type type) => Known.GetOrAdd(type, static t => new OptionsType(t));

    /// <summary>A record with its defaults.</summary>
    /// <exception cref="NotSupportedException">The type has no public constructor without parameters.</exception>
    public object Create()
    {
        if (Type.GetConstructor(Type.EmptyTypes) is not { } constructor)
        {
            throw new NotSupportedException(
                $"{Type} has no public constructor without parameters; settings are read into records with init properties.");
        }

        return constructor.Invoke(null);
    }
}

/// <summary>One member of an options record.</summary>
public sealed class OptionsMember
{
    internal OptionsMember(PropertyInfo property, NullabilityInfoContext nullability)
    {
        Property = property;
        Name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Inline = property.GetCustomAttribute<InlineOptionsAttribute>() is not null;
        Required = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
        Shape = ValueShape.Of(property.PropertyType);
        Nullable = Shape.NullableValue
            || (!property.PropertyType.IsValueType && nullability.Create(property).WriteState == NullabilityState.Nullable);
        Rules = [.. property.GetCustomAttributes<ValidationAttribute>().Where(a => a is not RequiredAttribute)];
        for (var type = property.DeclaringType!.BaseType; type is not null; type = type.BaseType)
        {
            Depth++;
        }
    }

    public PropertyInfo Property { get; }

    /// <summary>The key in JSON.</summary>
    public string Name { get; }

    public bool Inline { get; }

    /// <summary>Declared <c>required</c>: without a default. <see cref="RequiredAttribute"/> says no more than that null is no
    /// value.</summary>
    public bool Required { get; }

    /// <summary>JSON null is allowed and means the property's null.</summary>
    public bool Nullable { get; }

    public ValueShape Shape { get; }

    public IReadOnlyList<ValidationAttribute> Rules { get; }

    /// <summary>How far from <see cref="object"/> the declaring type is.</summary>
    internal int Depth { get; }
}
