namespace Experiments.Storage;

/// <summary>Makes a record a table that holds no results. Columns, keys of jobs and conditions are declared as those of a result
/// table.</summary>
/// <param name="name">In SQL.</param>
/// <param name="key">The properties of the primary key.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StoredTableAttribute(string name, params string[] key) : Attribute
{
    internal string Name { get; } = name;

    internal IReadOnlyList<string> Key { get; } = key;

    /// <summary>Its rows go with the rows that they refer to; otherwise those cannot go.</summary>
    public bool Cascades { get; set; }

    /// <summary>SQLite has files in its place.</summary>
    public bool OnPostgresOnly { get; set; }
}

/// <summary>A property that holds the key of a row of another table, or of several properties the part of it that is in the same place;
/// keys of jobs and hashes of artifacts need no word.</summary>
/// <param name="table">The other table's record.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReferencesAttribute(Type table) : Attribute
{
    internal Type Table { get; } = table;
}

/// <summary>An index that more is to be said of than that it is there.</summary>
/// <param name="properties">In order.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class IndexAttribute(params string[] properties) : Attribute
{
    internal IReadOnlyList<string> Properties { get; } = properties;

    /// <summary>The one of its properties that comes with its largest value first.</summary>
    public string? Descending { get; set; }

    /// <summary>A condition in SQL: other rows are not in it.</summary>
    public string? Filter { get; set; }
}
