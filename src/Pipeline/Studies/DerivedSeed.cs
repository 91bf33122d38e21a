using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Experiments.Pipeline.Studies;

/// <summary>Seeds of parts of a study that do not name their own. A derived seed is the first 53 bits of the SHA-256 of the UTF-8 text
/// <c>PURPOSE, SEED, REPLICATE, NAME</c>, one to a line, the name last: <c>model</c>, <c>2013</c>, <c>1</c>, <c>FC100-100-10</c>.</summary>
/// <remarks>The numbers are a promise: a change of them changes the keys and results of all studies. They stay below 2^53, so that every
/// reader of JSON keeps them, and one that a table shows can be written into a study as it stands.</remarks>
public static class DerivedSeed
{
    private const int UnusedBits = 64 - 53;

    /// <summary>The seed of a part of a study. Other seeds, purposes, names or replicates give unrelated seeds.</summary>
    /// <param name="seed">The study's, or the one that the part names where only the replicate differs.</param>
    /// <param name="purpose">What it is the seed of.</param>
    /// <param name="name">The part's name within its study; empty where parts with equal seeds are to keep equal seeds in each
    /// replicate.</param>
    /// <param name="replicate">Counted from 1. The first one is what a study without replicates has.</param>
    public static ulong Of(ulong seed, SeedPurpose purpose, string name, int replicate = 1)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicate, 1);
        var text = string.Create(CultureInfo.InvariantCulture, $"{WordOf(purpose)}\n{seed}\n{replicate}\n{name}");
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) >> UnusedBits;
    }

    private static string WordOf(SeedPurpose purpose) => purpose switch
    {
        SeedPurpose.Model => "model",
        SeedPurpose.Attack => "attack",
        SeedPurpose.Analysis => "analysis",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "purpose is none that seeds are derived for"),
    };
}

/// <summary>What a derived seed is for.</summary>
public enum SeedPurpose
{
    /// <summary>Initial weights, order of images, dropout and pools of a training.</summary>
    Model,

    /// <summary>Everything random in an attack.</summary>
    Attack,

    /// <summary>Everything random in an analysis.</summary>
    Analysis,
}
