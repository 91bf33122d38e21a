namespace Experiments.Contracts;

/// <summary>The study's names as columns.</summary>
public static class StudyNames
{
    /// <summary>In SQL and CSV.</summary>
    public static string Column(this StudyName name) => name == StudyName.Table ? "table_name" : ResultColumn.SnakeCase(name.ToString());

    /// <summary>For people.</summary>
    public static string Header(this StudyName name) => (name == StudyName.ModelGroup ? "group" : name.ToString()).ToLowerInvariant();

    /// <summary>What the study calls the job in this respect; null for nothing.</summary>
    public static string? Of(this StudyName name, StudyJob names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return name switch
        {
            StudyName.Table or StudyName.Analysis => names.Table,
            StudyName.Model or StudyName.ModelGroup => names.Model,
            StudyName.Source or StudyName.Baseline => names.Source,
            StudyName.Attack => names.Attack,
            StudyName.Victim => names.Victim,
            StudyName.Data => names.Data,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "name must be a member of StudyName."),
        };
    }
}
