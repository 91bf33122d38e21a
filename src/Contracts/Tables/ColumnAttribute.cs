namespace Experiments.Contracts;

/// <summary>
/// What cannot be read off a property that is a column. A property that can be set is stored, in a column of its name in snake case; one
/// that cannot is derived (<see cref="RateAttribute"/>, <see cref="WilsonAttribute"/>, <see cref="StandardErrorAttribute"/>). A key of a
/// job or the hash of an artifact is a foreign key.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ColumnAttribute : Attribute
{
    /// <summary>The column's name in SQL and CSV; in camel case its name in JSON.</summary>
    /// <value>Null: the property's name in snake case.</value>
    public string? Name { get; set; }

    /// <summary>For people.</summary>
    /// <value>Null: the words of the name.</value>
    public string? Header { get; set; }

    /// <summary>How people read it.</summary>
    /// <value>Text for texts and truth values, count for whole numbers, number for others.</value>
    public ColumnFormat Format { get; set; }

    /// <summary>For the reference: <c>images</c>, <c>fraction of 1</c>, <c>nats</c>.</summary>
    public string? Unit { get; set; }

    /// <summary>The property that a mean or a share is taken over.</summary>
    public string? Of { get; set; }

    /// <summary>A condition in SQL that every value fulfils, over columns of the table; null fulfils it.</summary>
    public string? Check { get; set; }

    /// <summary>The only texts that it has.</summary>
    /// <value>None: any text.</value>
    public string[] Values { get; set; } = [];

    /// <summary>Queries look rows up by it.</summary>
    public bool Indexed { get; set; }

    /// <summary>Part of what a row is called: repeated in front where a wide table is cut into blocks.</summary>
    public bool NamesRow { get; set; }

    /// <summary>There are rows that were written before the column was: they have null, which says nothing of them.</summary>
    public bool Added { get; set; }

    /// <summary>Stored only: in no view and no file.</summary>
    public bool Hidden { get; set; }
}

/// <summary>A derived column: one column divided by another. Null where either is null or the denominator is 0.</summary>
/// <param name="numerator">A property of the record.</param>
/// <param name="denominator">Another.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RateAttribute(string numerator, string denominator) : Attribute
{
    public string Numerator { get; } = numerator;

    public string Denominator { get; } = denominator;

    /// <summary>The share of the others: the numerator is what the denominator has more than it.</summary>
    public bool OfTheOthers { get; set; }
}

/// <summary>A derived column: a rate less another. Null where either is.</summary>
/// <param name="rate">A property, a <see cref="RateAttribute"/>.</param>
/// <param name="less">Another.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RateDifferenceAttribute(string rate, string less) : Attribute
{
    public string Rate { get; } = rate;

    public string Less { get; } = less;
}

/// <summary>A derived column: an end of Wilson's 95 % interval of a rate. Null where the rate is.</summary>
/// <param name="rate">The property with the rate, a <see cref="RateAttribute"/>.</param>
/// <param name="end">Which end.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WilsonAttribute(string rate, IntervalEnd end) : Attribute
{
    public string Rate { get; } = rate;

    public IntervalEnd End { get; } = end;
}

/// <summary>A median in which failures stand as infinitely far: null where half of the images or more failed, which people read as
/// <c>inf</c>.</summary>
/// <param name="failures">The property with the number of failures.</param>
/// <param name="of">The property with the number of images.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InfiniteWhereAttribute(string failures, string of) : Attribute
{
    public string Failures { get; } = failures;

    public string Of { get; } = of;
}

/// <summary>A derived column: the standard error of a mean, a sample's standard deviation divided by the root of its size. Null where the
/// deviation is.</summary>
/// <param name="deviation">The property with the standard deviation.</param>
/// <param name="count">The property with the size of the sample, from 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StandardErrorAttribute(string deviation, string count) : Attribute
{
    public string Deviation { get; } = deviation;

    public string Count { get; } = count;
}

public enum IntervalEnd
{
    Low,
    High,
}

/// <summary>Columns of another table that a view shows beside its own: of the row that one of its keys leads to. Where the other table has
/// several rows for a job, the other columns of its key are columns of this table too, of the same names.</summary>
/// <param name="key">The property with the key of the other row's job.</param>
/// <param name="table">The other table's record.</param>
/// <param name="columns">Its properties.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class JoinedAttribute(string key, Type table, params string[] columns) : Attribute
{
    public string Key { get; } = key;

    public Type Table { get; } = table;

    public IReadOnlyList<string> Columns { get; } = columns;
}

/// <summary>What the publication that a study compares itself with says of a column: a column of its own in every format but SQL, whose
/// database knows no publications; named as the column with <c>paper_</c> in front.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PublishedAttribute : Attribute;

/// <summary>A condition in SQL over several columns of a table.</summary>
/// <param name="name">What it holds, the end of the constraint's name: <c>interval</c>.</param>
/// <param name="condition">Null fulfils it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CheckAttribute(string name, string condition) : Attribute
{
    public string Name { get; } = name;

    public string Condition { get; } = condition;
}
