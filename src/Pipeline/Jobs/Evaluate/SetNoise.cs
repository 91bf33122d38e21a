using Experiments.Attacks;
using Experiments.Numerics;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Jobs.Evaluate;

/// <summary>The clean images of a shard with noise in place of their perturbations, each as long. It is keyed by seed, image position and
/// draw, so that every victim of a set sees the same, whatever the shards.</summary>
internal sealed class SetNoise(JobImages images, PerturbedImages shard, ulong seed)
{
    private readonly float[] _x0 = new float[shard.Shape.Length];
    private float[] _noisy = [];

    /// <summary>The images of some rows of the shard, [count, length]; overwritten by the next call.</summary>
    internal ReadOnlyMemory<float> Read(int start, int count)
    {
        var length = _x0.Length;
        if (_noisy.Length < count * length)
        {
            _noisy = new float[count * length];
        }

        for (var i = 0; i < count; i++)
        {
            var row = start + i;
            images.CopyRange(images.IndexOf(shard.Positions[row]), 1, _x0);
            var index = (ulong)shard.Positions[row] << 32 | (uint)shard.Draws[row];
            SizedNoise.Fill(
                _x0, shard.Image(row).Span, new CounterRandom(seed, RandomPurpose.SizedNoise, index), _noisy.AsSpan(i * length, length));
        }

        return _noisy.AsMemory(0, count * length);
    }
}
