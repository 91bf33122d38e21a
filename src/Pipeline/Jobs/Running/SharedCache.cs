namespace Experiments.Pipeline.Jobs.Running;

/// <summary>Values that several jobs of a process need, loaded once and kept while they fit: the least recently used go first. Callers that
/// want the same value at the same time share one load; a load that fails is not kept.</summary>
internal sealed class SharedCache<TKey, TValue>(long capacityBytes, Func<TValue, long> bytesOf)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    internal async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> load)
    {
        Entry entry;
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                entry = node.Value;
            }
            else
            {
                entry = new Entry(key, new Lazy<Task<TValue>>(load));
                _entries[key] = _byUse.AddFirst(entry);
            }
        }

        try
        {
            var value = await entry.Load.Value;
            Settle(entry, bytesOf(value));
            return value;
        }
        catch
        {
            Remove(entry);
            throw;
        }
    }

    private void Settle(Entry entry, long bytes)
    {
        lock (_gate)
        {
            if (entry.Bytes == 0 && _entries.ContainsKey(entry.Key))
            {
                entry.Bytes = Math.Max(1, bytes);
                _bytes += entry.Bytes;
            }

            // Entries still loading have no size yet and stay: somebody waits for them.
            for (var node = _byUse.Last; node is not null && _bytes > capacityBytes;)
            {
                var previous = node.Previous;
                if (node.Value.Bytes > 0)
                {
                    Drop(node);
                }

                node = previous;
            }
        }
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.Key, out var node) && ReferenceEquals(node.Value, entry))
            {
                Drop(node);
            }
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _bytes -= node.Value.Bytes;
        _entries.Remove(node.Value.Key);
        _byUse.Remove(node);
    }

    private sealed class Entry(TKey key, Lazy<Task<TValue>> load)
    {
        public TKey Key { get; } = key;

        public Lazy<Task<TValue>> Load { get; } = load;

        /// <summary>0 while loading.</summary>
        public long Bytes { get; set; }
    }
}
