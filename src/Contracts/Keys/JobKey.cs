namespace Experiments.Contracts;

/// <summary>Names a job by its content: the SHA-256 of the canonical JSON of its complete settings, the keys of its inputs and the version
/// of the algorithm that runs it. Two jobs with the same key have the same result, so a result is computed once, ever.</summary>
/// <param name="Value">64 lower-case hexadecimal digits.</param>
public readonly record struct JobKey(string Value) : IComparable<JobKey>
{
    /// <summary>The first 12 digits: enough for people to tell jobs apart.</summary>
    public string Short => Value[..12];

    /// <summary>Checks and wraps a key read from outside.</summary>
    /// <exception cref="FormatException">The text is not 64 lower-case hexadecimal digits.</exception>
    public static JobKey Parse(string text) => new(Sha256Text.Check(text, "job key"));

    public int CompareTo(JobKey other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
