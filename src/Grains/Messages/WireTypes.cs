using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.TypeSystem;

namespace Experiments.Grains;

/// <summary>
/// What crosses the wire. Pipeline's records know nothing of Orleans: each has a message beside it, whose members have numbers that stay
/// theirs. A member that is added gets the next number, one that goes leaves its number unused, and a reader passes over numbers that it
/// does not know: silos of two versions talk while a cluster is brought from one to the other. A test holds the numbers and reads messages
/// of earlier versions.
/// </summary>
internal static class WireTypes
{
    /// <summary>Both ends: a silo and a client.</summary>
    internal static void Configure(IServiceCollection services)
    {
        services.AddSerializer();
        services.AddSingleton<IGeneralizedCodec, AbstractTypeGuard>();
        services.Replace(ServiceDescriptor.Singleton<TypeResolver, LoadedTypeResolver>());
    }

    /// <summary>A member that every version has sent.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    internal static T Required<T>(T? member, string name)
        where T : class =>
        member ?? throw new InvalidDataException($"a message has no {name}.");

    /// <exception cref="InvalidDataException">The number is of no member.</exception>
    internal static T Known<T>(int number)
        where T : struct, Enum
    {
        var value = (T)Enum.ToObject(typeof(T), number);
        return Enum.IsDefined(value) ? value
            : throw new InvalidDataException($"a message has {typeof(T).Name} {number}, which is unknown.");
    }
}
