namespace Experiments.Contracts;

/// <summary>Names an artifact (weights, adversarial images) by the SHA-256 of its bytes.</summary>
/// <param name="Value">64 lower-case hexadecimal digits.</param>
public readonly record struct ArtifactHash(string Value) : IComparable<ArtifactHash>
{
    /// <summary>The first 12 digits: enough for people to tell artifacts apart.</summary>
    public string Short => Value[..12];

    /// <summary>Checks and wraps a hash read from outside.</summary>
    /// <exception cref="FormatException">The text is not 64 lower-case hexadecimal digits.</exception>
    public static ArtifactHash Parse(string text) => new(Sha256Text.Check(text, "artifact hash"));

    public int CompareTo(ArtifactHash other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
