using System.Collections.Concurrent;

namespace Experiments.Grains;

/// <summary>The grains of this silo that can live elsewhere: studies and models.</summary>
internal sealed class MovableGrains
{
    private readonly ConcurrentDictionary<Grain, Action> _grains = new();

    internal void Add(Grain grain, Action move) => _grains[grain] = move;

    internal void Remove(Grain grain) => _grains.TryRemove(grain, out _);

    /// <summary>Asks all of them to move as soon as they are idle.</summary>
    internal void MoveAll()
    {
        foreach (var move in _grains.Values)
        {
            move();
        }
    }
}
