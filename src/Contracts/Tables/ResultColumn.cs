using System.Reflection;
using System.Text;

namespace Experiments.Contracts;

/// <summary>A column of a result table, as its property declares it.</summary>
public sealed class ResultColumn
{
    private readonly ColumnAttribute _column;

    public ResultColumn(PropertyInfo property)
    {
        Property = property;
        _column = property.GetCustomAttribute<ColumnAttribute>() ?? new ColumnAttribute();
        Name = _column.Name ?? SnakeCase(property.Name);
        Rate = property.GetCustomAttribute<RateAttribute>();
        RateDifference = property.GetCustomAttribute<RateDifferenceAttribute>();
        Wilson = property.GetCustomAttribute<WilsonAttribute>();
        StandardError = property.GetCustomAttribute<StandardErrorAttribute>();
        InfiniteWhere = property.GetCustomAttribute<InfiniteWhereAttribute>();
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
    }

    public PropertyInfo Property { get; }

    /// <summary>In SQL and CSV.</summary>
    public string Name { get; }

    /// <summary>In JSON.</summary>
    public string JsonName => CamelCase(Name);

    /// <summary>The type without null.</summary>
    public Type ValueType { get; }

    public bool IsNullable =>
        ValueType != Property.PropertyType || new NullabilityInfoContext().Create(Property).ReadState == NullabilityState.Nullable;

    /// <summary>In a table of the database; the others are worked out, in C# and in the views.</summary>
    public bool IsStored => Property.CanWrite;

    public bool IsHidden => _column.Hidden;

    public bool IsIndexed => _column.Indexed;

    /// <inheritdoc cref="ColumnAttribute.Added"/>
    public bool IsAdded => _column.Added;

    public bool NamesRow => _column.NamesRow;

    /// <summary>Beside it stands what the publication says.</summary>
    public bool IsPublished => Property.IsDefined(typeof(PublishedAttribute));

    public RateAttribute? Rate { get; }

    public RateDifferenceAttribute? RateDifference { get; }

    public WilsonAttribute? Wilson { get; }

    public StandardErrorAttribute? StandardError { get; }

    /// <summary>Where its null stands for infinity; null for nowhere.</summary>
    public InfiniteWhereAttribute? InfiniteWhere { get; }

    /// <inheritdoc cref="ColumnAttribute.Check"/>
    public string? Check => _column.Check;

    /// <inheritdoc cref="ColumnAttribute.Values"/>
    public IReadOnlyList<string> Values => _column.Values;

    /// <inheritdoc cref="ColumnAttribute.Unit"/>
    public string? Unit => _column.Unit;

    /// <summary>The property that a rate, a mean or a share is taken over; null for none.</summary>
    public string? Denominator => Rate?.Denominator ?? _column.Of;

    /// <summary>For people.</summary>
    public string Header => _column.Header ?? Wilson?.End switch
    {
        IntervalEnd.Low => "95 % from",
        IntervalEnd.High => "to",
        _ => Name.Replace('_', ' '),
    };

    public ColumnFormat Format => _column.Format != ColumnFormat.Default ? _column.Format
        : Rate is not null || RateDifference is not null || Wilson is not null ? ColumnFormat.Rate
        : ValueType == typeof(JobKey) || ValueType == typeof(ArtifactHash) ? ColumnFormat.Key
        : ValueType == typeof(int) || ValueType == typeof(long) ? ColumnFormat.Count
        : ValueType == typeof(double) ? ColumnFormat.Number
        : ColumnFormat.Text;

    /// <summary>The value of a row, as it is.</summary>
    public object? Value(ResultRow row) => Property.GetValue(row);

    /// <summary>The value of a row in a column of whole numbers; null for null.</summary>
    internal long? Whole(ResultRow row) => Value(row) switch
    {
        int whole => whole,
        long whole => whole,
        null => null,
        var other =>
            throw new InvalidOperationException($"{Property.Name} is of type {other.GetType().Name}; a rate must be of whole numbers."),
    };

    /// <summary>A name in snake_case as JSON has it.</summary>
    public static string CamelCase(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
