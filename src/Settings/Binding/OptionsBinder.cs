using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace Experiments.Settings;

/// <summary>
/// Reads positioned JSON into option records by reflection and collects everything that is wrong: unknown keys, missing members, wrong
/// types, values outside their range and broken rules between members. What was wrong keeps its default, so that later checks can go on.
/// </summary>
public sealed class OptionsBinder(OptionsCatalogues catalogues, SettingsErrors errors)
{
    /// <param name="catalogues">Of everything that has a type.</param>
    /// <param name="errors">What is wrong.</param>
    /// <param name="budget">For shared records, with what the file has used of it.</param>
    public OptionsBinder(OptionsCatalogues catalogues, SettingsErrors errors, ValueBudget budget)
        : this(catalogues, errors) => _budget = budget;

    private const string TypeKey = "type";

    private readonly Dictionary<object, SourceNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, Likeness> _shared = [];
    private readonly Dictionary<Type, IReadOnlyList<string>> _expanded = [];
    private readonly ValueBudget _budget = new(errors);

    /// <summary>Lets records of one type be written once and used by name: wherever such a record stands, the name alone stands for it, and
    /// an object with <c>like</c> takes what it does not give itself from the named one.</summary>
    /// <param name="type">The record.</param>
    /// <param name="named">The object whose members are the named records; null for none.</param>
    public void Share(Type type, SourceNode? named) =>
        (_shared[type], _expanded[type]) =
            (new Likeness([.. (named?.Members ?? []).Select(member => (member.Name, member.Value))], errors, _budget), [Likeness.LikeKey]);

    /// <summary>Names keys that a file's records of a type may have and that are written out before they are read here: the error of an
    /// unknown key lists them too.</summary>
    /// <param name="type">The record.</param>
    /// <param name="keys">Their names.</param>
    public void ListExpanded(Type type, params IReadOnlyList<string> keys) => _expanded[type] = keys;

    /// <summary>Shared records of a type that nothing in the file has used so far, by name.</summary>
    public IEnumerable<(string Name, SourceNode Node)> UnusedOf(Type type) => _shared[type].Unused;

    /// <summary>Where a bound record came from.</summary>
    public SourceNode NodeOf(object bound) => _nodes[bound];

    /// <summary>Where a member of a bound record came from; the record itself where the member was not given.</summary>
    public SourceNode NodeOf(object bound, string member)
    {
        var node = NodeOf(bound);
        return node.Find(member)?.Value ?? node;
    }

    /// <summary>Reads an object into a record of type <typeparamref name="T"/>; null where it is no object.</summary>
    public T? Bind<T>(SourceNode node)
        where T : class => (T?)BindOptions(node, typeof(T), []);

    private object? BindValue(SourceNode node, Type type)
    {
        var shape = ValueShape.Of(type);
        return shape.Kind switch
        {
            ValueKind.Boolean =>
                node.Kind is JsonValueKind.True or JsonValueKind.False ? node.Kind == JsonValueKind.True : Wrong(node, shape),
            ValueKind.Integer => BindInteger(node, shape),
            ValueKind.Number => BindNumber(node, shape),
            ValueKind.Text => node.Kind == JsonValueKind.String ? node.Text : Wrong(node, shape),
            ValueKind.Choice => BindChoice(node, shape),
            ValueKind.List => BindList(node, shape),
            ValueKind.Map => BindMap(node, shape),
            _ => BindOptions(node, shape.Type, []),
        };
    }

    private object? BindInteger(SourceNode node, ValueShape shape)
    {
        if (node.Kind != JsonValueKind.Number)
        {
            return Wrong(node, shape);
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        var culture = CultureInfo.InvariantCulture;
        var (value, low, high) = shape.Type == typeof(int)
            ? (int.TryParse(node.Text, Style, culture, out var i) ? i : null, $"{int.MinValue}", $"{int.MaxValue}")
            : shape.Type == typeof(long)
                ? (long.TryParse(node.Text, Style, culture, out var l) ? l : null, $"{long.MinValue}", $"{long.MaxValue}")
                : (ulong.TryParse(node.Text, Style, culture, out var u) ? (object?)u : null, "0", $"{ulong.MaxValue}");
        if (value is null)
        {
            var limits = node.Text.All(c => char.IsAsciiDigit(c) || c == '-') ? $" from {low} to {high}" : "";
            errors.Add(node, $"{node.Label} is {node.Quoted}; it must be a whole number{limits}.");
        }

        return value;
    }

    private object? BindNumber(SourceNode node, ValueShape shape)
    {
        if (node.Kind != JsonValueKind.Number)
        {
            return Wrong(node, shape);
        }

        var value = double.Parse(node.Text, CultureInfo.InvariantCulture);
        object result = shape.Type == typeof(float) ? float.Parse(node.Text, CultureInfo.InvariantCulture) : value;
        if (!double.IsFinite(value) || result is float.PositiveInfinity or float.NegativeInfinity)
        {
            errors.Add(
                node,
                $"{node.Label} is {node.Quoted}; it must be a number that "
                    + $"{(shape.Type == typeof(float) ? "single" : "double")} precision can hold.");
            return null;
        }

        return result;
    }

    private object? BindChoice(SourceNode node, ValueShape shape)
    {
        if (node.Kind == JsonValueKind.String)
        {
            foreach (var member in Enum.GetNames(shape.Type).Where(member => ValueShape.ChoiceName(member) == node.Text))
            {
                return Enum.Parse(shape.Type, member);
            }
        }

        errors.Add(node, () => Spelling.Unknown(node.Label, node.Quoted, ValueShape.Choices(shape.Type)));
        return null;
    }

    private object? BindList(SourceNode node, ValueShape shape)
    {
        if (node.Kind != JsonValueKind.Array)
        {
            return Wrong(node, shape);
        }

        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(shape.Element!))!;
        foreach (var item in node.Items)
        {
            // Items that cannot be read are left out: the error is listed, and later checks see only what is there.
            if (BindValue(item, shape.Element!) is { } value)
            {
                list.Add(value);
            }
        }

        if (!shape.Type.IsArray)
        {
            return list;
        }

        var array = Array.CreateInstance(shape.Element!, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private object? BindMap(SourceNode node, ValueShape shape)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            return Wrong(node, shape);
        }

        var map = (System.Collections.IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), shape.Element!))!;
        foreach (var member in node.Members)
        {
            if (BindValue(member.Value, shape.Element!) is { } value)
            {
                map.Add(member.Name, value);
            }
        }

        return map;
    }

    /// <param name="node">The object to read.</param>
    /// <param name="type">The record, or the base of a catalogue.</param>
    /// <param name="taken">Keys of the same object that belong to its owner.</param>
    private object? BindOptions(SourceNode node, Type type, IReadOnlyCollection<string> taken)
    {
        if (_shared.TryGetValue(type, out var shared))
        {
            if (shared.Resolve(node) is not { } resolved)
            {
                return null;
            }

            node = resolved;
        }

        if (node.Kind != JsonValueKind.Object)
        {
            errors.Add(node, $"{Describe(node)} is {node.Quoted}; it must be an object.");
            return null;
        }

        if (catalogues.Find(type) is not { } catalogue)
        {
            return BindRecord(node, type, taken);
        }

        return FindType(node, catalogue) is { } concrete ? BindRecord(node, concrete, [.. taken, TypeKey]) : null;
    }

    private Type? FindType(SourceNode node, IOptionsCatalogue catalogue)
    {
        if (node.Find(TypeKey)?.Value is not { } name)
        {
            errors.Add(node, () => $"{TypeKey} is missing; it must be one of: {string.Join(", ", catalogue.Names)}.");
            return null;
        }

        if (name.Kind == JsonValueKind.String && catalogue.FindOptions(name.Text) is { } concrete)
        {
            return concrete;
        }

        errors.Add(name, () => catalogue.Unknown(TypeKey, name.Quoted));
        return null;
    }

    private object BindRecord(SourceNode node, Type type, IReadOnlyCollection<string> taken)
    {
        var before = errors.Count;
        var options = OptionsType.Of(type);
        var record = options.Create();
        _nodes[record] = node;
        var own = options.Members.Where(m => !m.Inline).ToList();
        foreach (var member in own)
        {
            BindMember(node, record, member);
        }

        List<string> keys = [.. own.Select(m => m.Name), .. _expanded.GetValueOrDefault(type) ?? []];

        var inline = options.Members.FirstOrDefault(m => m.Inline);
        if (inline is not null)
        {
            inline.Property.SetValue(record, BindOptions(node, inline.Property.PropertyType, [.. keys, .. taken]));
        }
        else
        {
            ReportUnknownKeys(node, keys, taken);
        }

        if (errors.Count == before && record is IValidatableObject validatable)
        {
            ReportBrokenRules(node, validatable);
        }

        if (errors.Count == before && record is IWarnedOptions warned)
        {
            foreach (var warning in warned.Warnings())
            {
                errors.Warn(MemberOf(node, warning), warning.ErrorMessage!);
            }
        }

        return record;
    }

    private void BindMember(SourceNode node, object record, OptionsMember member)
    {
        if (node.Find(member.Name)?.Value is not { } value)
        {
            if (member.Required)
            {
                errors.Add(node, $"{member.Name} is missing; it must be {TextOf(member.Shape)}.");
            }

            return;
        }

        if (value.Kind == JsonValueKind.Null && member.Nullable)
        {
            member.Property.SetValue(record, null);
            return;
        }

        if (BindValue(value, member.Property.PropertyType) is not { } bound)
        {
            return;
        }

        member.Property.SetValue(record, bound);
        foreach (var rule in member.Rules)
        {
            Check(rule, value, bound, member.Shape);
        }
    }

    /// <summary>Checks a rule; one that speaks of single values is held against each item of a list or a map.</summary>
    private void Check(ValidationAttribute rule, SourceNode node, object value, ValueShape shape)
    {
        // Items that could not be read are left out of the value, and listed: how many there are is not known.
        if (shape.Kind == ValueKind.List && node.Items.Count > ((System.Collections.ICollection)value).Count)
        {
            return;
        }

        if (RuleText.IsOfItems(rule) && shape.Kind == ValueKind.List)
        {
            foreach (var (item, own) in node.Items.Zip(((System.Collections.IEnumerable)value).Cast<object>()))
            {
                Check(rule, item, own, ValueShape.Of(shape.Element!));
            }
        }
        else if (RuleText.Misfit(rule, node.Label, value, node.Quoted) is { } error)
        {
            errors.Add(node, error);
        }
    }

    private void ReportUnknownKeys(SourceNode node, IReadOnlyList<string> known, IReadOnlyCollection<string> taken)
    {
        foreach (var member in node.Members.Where(m => !known.Contains(m.Name) && !taken.Contains(m.Name)))
        {
            errors.Add(member, () => UnknownKey(member.Name, [.. taken, .. known]));
        }
    }

    private static string UnknownKey(string name, IReadOnlyList<string> known) =>
        $"{SourceText.Shorten(name)} is not a key of this object; it must be one of: {string.Join(", ", known)}."
            + Spelling.Hint(name, known);

    private void ReportBrokenRules(SourceNode node, IValidatableObject record)
    {
        foreach (var result in record.Validate(new ValidationContext(record)).OfType<ValidationResult>())
        {
            errors.Add(MemberOf(node, result), result.ErrorMessage ?? $"{Describe(node)} breaks a rule of its options.");
        }
    }

    /// <summary>Where the first given member that a result is about stands; the record where none is given.</summary>
    private static SourceNode MemberOf(SourceNode node, ValidationResult result) =>
        result.MemberNames.Select(n => node.Find(JsonNamingPolicy.CamelCase.ConvertName(n))?.Value).FirstOrDefault(m => m is not null)
            ?? node;

    private object? Wrong(SourceNode node, ValueShape shape)
    {
        errors.Add(node, $"{node.Label} is {node.Quoted}; it must be {shape.Text}.");
        return null;
    }

    private string TextOf(ValueShape shape) =>
        shape.Kind == ValueKind.Options && catalogues.Find(shape.Type) is { } catalogue
            ? $"an object with the type of {catalogue.What}"
            : shape.Text;

    private static string Describe(SourceNode node) => node.Place.IsRoot ? "the file" : node.Label;
}
