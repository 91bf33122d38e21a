namespace Experiments.Contracts;

/// <summary>
/// Makes a record a result table. With the attributes of its properties this is all that is written of the table: the schema of both
/// databases, the mapping of rows, the view with the study's names, every text format, the default section of the report and the reference
/// follow from it.
/// </summary>
/// <param name="name">In SQL: <c>noise_curves</c>. The primary key is the job, then <see cref="Key"/>.</param>
/// <param name="kind">The kind of the jobs that leave the rows: <c>noise-curve</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ResultTableAttribute(string name, string kind) : Attribute
{
    public string Name { get; } = name;

    public string Kind { get; } = kind;

    /// <summary>The properties that tell the rows of one job apart, in the order of the key.</summary>
    /// <value>None: one row for each job.</value>
    public string[] Key { get; set; } = [];

    /// <summary>What commands and files call it (<c>noise-curves</c>); the view is the same with <c>v_</c> in front and
    /// underscores.</summary>
    /// <value>Null: the table is for programs only.</value>
    public string? View { get; set; }

    /// <summary>Its heading.</summary>
    public string? Title { get; set; }

    /// <summary>What a row is, for the reference: <c>study, network and slice of clean images</c>.</summary>
    public string? RowPer { get; set; }

    /// <summary>The study's names for what the job worked on, the first columns of the view, in order.</summary>
    public StudyName[] Names { get; set; } = [];

    /// <summary>Every study has it; the others are shown where a study has rows of them.</summary>
    public bool Always { get; set; }

    /// <summary>There can be millions of rows: they are read one by one, never whole, and in every study's files.</summary>
    public bool Streamed { get; set; }

    /// <summary>The rows are stored many together, in tables of other records; the database has a view of the table's name that takes them
    /// apart. They are read as those of any table and never written.</summary>
    public bool IsPacked { get; set; }
}

/// <summary>What a study's name of a job means in one table. Every member is a column of the views.</summary>
public enum StudyName
{
    /// <summary><c>table_name</c>: the transfer table.</summary>
    Table,

    /// <summary><c>analysis</c>: the analysis.</summary>
    Analysis,

    /// <summary><c>model</c>: the network.</summary>
    Model,

    /// <summary><c>source</c>: the network that images were made on; null for controls.</summary>
    Source,

    /// <summary><c>attack</c>: the attack or control.</summary>
    Attack,

    /// <summary><c>victim</c>: the network that is fed the images.</summary>
    Victim,

    /// <summary><c>data</c>: the images.</summary>
    Data,

    /// <summary><c>model_group</c>: networks that differ in their seeds.</summary>
    ModelGroup,

    /// <summary><c>baseline</c>: the group that another is compared with; null for none.</summary>
    Baseline,
}
