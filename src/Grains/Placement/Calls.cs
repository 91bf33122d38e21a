using Orleans.Runtime.Placement;

namespace Experiments.Grains;

/// <summary>Calls that say where the grain should be activated, if it is not yet.</summary>
internal static class Calls
{
    /// <summary>Calls a grain that, if it is not active, is activated on a silo.</summary>
    /// <typeparam name="T">What the call returns.</typeparam>
    /// <param name="silo">Where; null for wherever the grain's placement says.</param>
    /// <param name="device">The wanted kind of device.</param>
    /// <param name="call">The call.</param>
    internal static Task<T> AtAsync<T>(SiloAddress? silo, string device, Func<Task<T>> call)
    {
        // The request context flows to whatever the grain calls in turn: the hint is for this one call.
        try
        {
            if (silo is not null)
            {
                RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
            }

            RequestContext.Set(DeviceFilterDirector.WishKey, device);
            return call();
        }
        finally
        {
            Forget();
        }
    }

    /// <summary>In a grain: the silo that the caller wanted it on; null for no wish.</summary>
    internal static SiloAddress? Wanted() => RequestContext.Get(IPlacementDirector.PlacementHintKey) as SiloAddress;

    /// <summary>In a grain: moves it to a silo.</summary>
    /// <param name="silo">Where to.</param>
    /// <param name="migrate">The grain's own <c>MigrateOnIdle</c>, which reads the wish when it is called.</param>
    internal static void Move(SiloAddress silo, Action migrate)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        migrate();
        Forget();
    }

    /// <summary>In a grain: what it calls goes where it belongs, not where the grain itself was wanted.</summary>
    internal static void Forget()
    {
        RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        RequestContext.Remove(DeviceFilterDirector.WishKey);
    }
}
