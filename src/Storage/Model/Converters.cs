using System.Globalization;
using Experiments.Contracts;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Experiments.Storage;

internal sealed class JobKeyConverter() : ValueConverter<JobKey, string>(key => key.Value, text => JobKey.Parse(text));

internal sealed class ArtifactHashConverter() : ValueConverter<ArtifactHash, string>(hash => hash.Value, text => ArtifactHash.Parse(text));

/// <summary>Seeds use all 64 bits, which no integer type of both databases holds: stored as decimal text.</summary>
internal sealed class UnsignedConverter() : ValueConverter<ulong, string>(
    number => number.ToString(CultureInfo.InvariantCulture),
    text => ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));
