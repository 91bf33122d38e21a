namespace Experiments.Pipeline;

/// <summary>Decodes each split once per process and hands out the slices that jobs name.</summary>
public sealed class ImageLoader(IDataLibrary library)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Dataset, string Split), Lazy<ISplitImages>> _splits = [];
    private readonly Dictionary<string, Lazy<DatasetFacts>> _facts = [];

    /// <exception cref="IOException">The files are missing or damaged.</exception>
    /// <exception cref="ArgumentException">The files here are not those that the settings name.</exception>
    public DatasetFacts Describe(DataSettings data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var facts = Once(_facts, data.Dataset, () => library.Describe(data.Dataset));
        return facts.Version == data.Version
            ? facts
            : throw new ArgumentException($"data set {data.Dataset} has SHA-256 {facts.Version}; it must be {data.Version}, which the job was planned with.", nameof(data));
    }

    /// <inheritdoc cref="Describe"/>
    public ImageSlice Load(DataSettings data)
    {
        Describe(data);
        return ImageSlice.Of(Once(_splits, (data.Dataset, data.Split), () => library.Load(data.Dataset, data.Split)), data);
    }

    /// <summary>Two jobs that need the same at the same time share one load; a load that failed is tried again by the next.</summary>
    private T Once<TKey, T>(Dictionary<TKey, Lazy<T>> known, TKey key, Func<T> load)
        where TKey : notnull
    {
        Lazy<T>? lazy;
        lock (_gate)
        {
            if (!known.TryGetValue(key, out lazy))
            {
                known[key] = lazy = new Lazy<T>(load);
            }
        }

        try
        {
            return lazy.Value;
        }
        catch
        {
            lock (_gate)
            {
                if (known.TryGetValue(key, out var current) && ReferenceEquals(current, lazy))
                {
                    known.Remove(key);
                }
            }

            throw;
        }
    }
}
