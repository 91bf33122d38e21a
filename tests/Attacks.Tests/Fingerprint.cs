using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Experiments.Numerics;

namespace Experiments.Attacks.Tests;

/// <summary>A hash of every bit of what the attacks make of the first test images on the golden network.</summary>
internal static class Fingerprint
{
    private const int Images = 20;

    public static string Compute(int threads, int slots)
    {
        using var compute = new ComputeThreads(threads);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (images, labels) = GoldenFiles.TestImages(Images);
        var clean = new AttackInput
        {
            Images = images,
            Length = 784,
            Labels = labels,
            Positions = Enumerable.Range(0, Images).ToArray(),
            Seed = 2013,
            Threads = compute,
            Slots = slots,
        };
        var lbfgs = Craft(hash, new LbfgsAttack(new LbfgsOptions()), clean with { Source = GoldenFiles.Network() });
        Craft(hash, new PgdAttack(new PgdOptions { Target = TargetChoice.Random }), clean with { Source = GoldenFiles.Network() });
        Craft(hash, new PgdAttack(new PgdOptions { Norm = PerturbationNorm.Linf }), clean with { Source = GoldenFiles.Network() });
        Craft(hash, new GaussianNoiseAttack(new GaussianNoiseOptions { Draws = 2 }), clean);
        Craft(hash, new AmplifyAttack(new AmplifyOptions()), clean with { BaseImages = lbfgs.Images });
        Craft(hash, new RandomDirectionAttack(new RandomDirectionOptions { Draws = 2 }), clean with { BaseImages = lbfgs.Images });
        var source = GoldenFiles.Network();
        Craft(hash, new DeepFoolAttack(new DeepFoolOptions()), clean with { Source = source });
        var universal = UniversalPerturbation.Craft(
            source, images, new UniversalOptions { MaxRounds = 2 }, seed: 2013, progress: null, CancellationToken.None);
        hash.AppendData(MemoryMarshal.AsBytes(universal.Values.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static AdversarialBatch Craft(IncrementalHash hash, Attack attack, AttackInput input)
    {
        var batch = AttackRunner.Craft(attack, input, progress: null, CancellationToken.None);
        hash.AppendData(MemoryMarshal.AsBytes(batch.Images.Span));
        foreach (var example in batch.Examples)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{example}\n")));
        }
        return batch;
    }
}
