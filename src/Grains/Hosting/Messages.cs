using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Orleans.Serialization;

namespace Experiments.Grains;

/// <summary>What crosses the wire is JSON of the same records that every engine uses: neither they nor Pipeline know of Orleans.</summary>
internal static class Messages
{
    internal static void Configure(ISerializerBuilder serializer) => serializer.AddJsonSerializer(IsMessage);

    private static bool IsMessage(Type type) =>
        (type.Assembly == typeof(JobKey).Assembly || type.Assembly == typeof(JobEnd).Assembly) && !typeof(Exception).IsAssignableFrom(type);
}
