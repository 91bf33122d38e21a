using System.Diagnostics;
using System.Globalization;

namespace Experiments.Testing;

/// <summary>
/// Gives a reader many damaged inputs. It may refuse them in the documented way only, each within two seconds, with memory in proportion to
/// the input, and twice in the same words.
/// </summary>
internal static class Fuzz
{
    private const string InputsVariable = "EXPERIMENTS_FUZZ_INPUTS";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How many inputs each reader gets.</summary>
    private static int Inputs { get; } =
        int.Parse(Environment.GetEnvironmentVariable(InputsVariable) ?? "3000", CultureInfo.InvariantCulture);

    /// <summary>Damaged files.</summary>
    /// <param name="corpus">Sound ones, small.</param>
    /// <param name="read">What takes them.</param>
    /// <param name="documented">What it may throw.</param>
    /// <param name="repair">Makes checksums and lengths true again, so that what lies behind them is reached; used on every second
    /// input.</param>
    /// <param name="memory">Bytes that reading one may allocate.</param>
    internal static void Bytes(
        IReadOnlyList<byte[]> corpus, Action<byte[]> read, Type[] documented, Func<byte[], byte[]>? repair = null, long memory = 64 << 20)
    {
        foreach (var sound in corpus)
        {
            read(sound);
        }

        for (var seed = 0; seed < Inputs; seed++)
        {
            var mutations = new Mutations(seed);
            var input = mutations.Bytes(corpus);
            var given = repair is not null && seed % 2 == 0 ? repair(input) : input;
            Check($"input {seed} ({given.Length} bytes)", () => read(given), documented, memory, twice: seed % 64 == 0);
        }
    }

    /// <summary>Damaged texts.</summary>
    /// <inheritdoc cref="Bytes"/>
    internal static void Text(IReadOnlyList<string> corpus, Action<string> read, Type[] documented, long memory = 64 << 20)
    {
        foreach (var sound in corpus)
        {
            read(sound);
        }

        for (var seed = 0; seed < Inputs; seed++)
        {
            var input = new Mutations(seed).Text(corpus);
            Check($"input {seed}: {input}", () => read(input), documented, memory, twice: seed % 64 == 0);
        }
    }

    private static void Check(string input, Action read, Type[] documented, long memory, bool twice)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (outcome, time) = Try(read, documented, input);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= memory, $"{input}\ntook {allocated} bytes; it must take at most {memory}");
        // Others that use the machine make a reading slower, never faster.
        for (var tries = 0; tries < 5 && time > Patience; tries++)
        {
            time = Try(read, documented, input).Time;
        }

        Assert.True(time <= Patience, $"{input}\ntook {time}");
        if (twice)
        {
            Assert.Equal(outcome, Try(read, documented, input).Outcome);
        }
    }

    private static (string Outcome, TimeSpan Time) Try(Action read, Type[] documented, string input)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            read();
            return ("", Stopwatch.GetElapsedTime(start));
        }
        catch (Exception error) when (documented.Any(type => type.IsInstanceOfType(error)))
        {
            return ($"{error.GetType().Name}: {error.Message}", Stopwatch.GetElapsedTime(start));
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"{input}\nends with {error.GetType().Name}, which is not documented", error);
        }
    }
}
