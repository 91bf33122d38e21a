namespace Experiments.Analysis;

/// <summary>Something that a publication says beside its numbers, and which of a study's numbers decide it.</summary>
/// <param name="Id">Unique in the publication, for tables: <c>always-fooled</c>.</param>
/// <param name="Where">Section, table or figure.</param>
/// <param name="Statement">In our words.</param>
/// <param name="Rule">How it is judged.</param>
/// <param name="Values">For <see cref="ClaimRule.Always"/>, <see cref="ClaimRule.AtMost"/> and <see cref="ClaimRule.Number"/>: the numbers
/// that it speaks of.</param>
/// <param name="Value">For <see cref="ClaimRule.AtMost"/> the bound, for <see cref="ClaimRule.Number"/> the published number.</param>
/// <param name="HalfDigit">Of a published number, as <see cref="PublishedValue.HalfDigit"/>.</param>
/// <param name="Images">Of a published rate: the images behind it.</param>
/// <param name="Pairs">For <see cref="ClaimRule.MoreThan"/> and <see cref="ClaimRule.NotLess"/>: what must be more than what.</param>
public sealed record PublishedStatement(
    string Id, string Where, string Statement, ClaimRule Rule, ClaimSelector? Values = null, double? Value = null, double? HalfDigit = null,
    int? Images = null, IReadOnlyList<ClaimPair>? Pairs = null);

/// <summary>How a statement is judged; see <see cref="ClaimRules"/>.</summary>
public enum ClaimRule
{
    Number,
    Always,
    AtMost,
    MoreThan,
    NotLess,
}

/// <summary>Numbers of a study, by the names that the publication uses. A field that is null fits every name.</summary>
/// <param name="Quantity">What is measured: <c>transfer-error</c>, <c>clean-error</c>, <c>distortion</c>, <c>success</c>, and those that
/// analyses add.</param>
/// <param name="Table">The transfer table or analysis.</param>
/// <param name="Model">The network of a clean error.</param>
/// <param name="Source">The network that images were made on.</param>
/// <param name="Attack">How images were made.</param>
/// <param name="Victim">The network that they were fed to.</param>
/// <param name="Data">The images.</param>
/// <param name="VictimIs">Whether the victim is the source itself.</param>
/// <param name="At">The point of a curve, for quantities that are curves: the stddev of the noise.</param>
/// <param name="Layer">The layer, for quantities of layers: <c>conv2</c> is the second convolution, <c>fc1</c> the first dense
/// layer.</param>
public sealed record ClaimSelector(
    string Quantity, string? Table = null, string? Model = null, string? Source = null, string? Attack = null, string? Victim = null,
    string? Data = null, VictimIs? VictimIs = null, double? At = null, string? Layer = null);

public enum VictimIs
{
    /// <summary>The network that the images were made on.</summary>
    Own,

    /// <summary>Any other network.</summary>
    Other,
}

/// <summary>Every number of <see cref="More"/> with every number of <see cref="Less"/> that has the same names.</summary>
/// <param name="More">The larger ones.</param>
/// <param name="Less">The smaller ones.</param>
/// <param name="Same">What must be the same in a pair.</param>
public sealed record ClaimPair(ClaimSelector More, ClaimSelector Less, IReadOnlyList<SameName>? Same = null);

public enum SameName
{
    /// <summary>The network that reads the images: the victim, or the network of a clean error.</summary>
    Judged,

    /// <summary>The network that the images were made on.</summary>
    Source,

    /// <summary>The job that holds both numbers.</summary>
    Job,
}
