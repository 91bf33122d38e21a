using System.Text;
using Experiments.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Experiments.Grains.Tests;

/// <summary>Damaged messages: see <see cref="Fuzz"/>. Orleans answers for a message that cannot be read, whatever exception says so; what
/// it cannot answer for is a process that ends, waits or grows.</summary>
public sealed class WireFuzzTests
{
    [Fact]
    public async Task Message_Damaged_IsReadOrRefused()
    {
        await using var services = WireSamples.Services();
        var serializer = services.GetRequiredService<Serializer<object>>();
        byte[][] corpus =
            [.. WireSamples.All.Values.Concat(WireSamples.Calls()).Select(message => serializer.SerializeToArray(message))];

        Fuzz.Bytes(corpus, bytes => Read(serializer, bytes), [typeof(InvalidDataException)]);
    }

    /// <summary>Found by the test above: the process ended for want of stack.</summary>
    [Theory]
    [InlineData("Orleans.IGrain,Orleans.Core.Abstractions")]
    [InlineData("Orleans.Serialization.Invocation.IInvokable,Orleans.Serialization.Abstractions")]
    [InlineData("Orleans.Serialization.Invocation.Response,Orleans.Serialization")]
    [InlineData("System.Enum")]
    [InlineData("System.Array")]
    [InlineData("System.Collections.IEnumerable")]
    public async Task Message_OfATypeThatNoValueHas_IsRefused(string type)
    {
        await using var services = WireSamples.Services();
        var serializer = services.GetRequiredService<Serializer<object>>();
        var name = Encoding.UTF8.GetBytes(type);

        // A field with the name of its type: the version of names, a hash that nobody checks, the length, the name; then its end.
        byte[] bytes = [0x30, 0x01, 0, 0, 0, 0, (byte)(name.Length << 1 | 1), .. name, 0xE0];

        Assert.Throws<InvalidDataException>(() => Read(serializer, bytes));
    }

    [Fact]
    public void Assembly_ThatAMessageNames_IsNotLoaded()
    {
        var resolver = new LoadedTypeResolver();
        var before = AppDomain.CurrentDomain.GetAssemblies().Length;

        // Part of .NET, and nothing here uses it.
        Assert.False(resolver.TryResolveType("System.Web.HttpUtility,System.Web.HttpUtility", out _));
        Assert.False(resolver.TryResolveType("[", out _));
        Assert.False(resolver.TryResolveType("System.Collections.Generic.List`1[[Nothing,Nowhere]]", out _));

        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == "System.Web.HttpUtility");
        Assert.True(before > 0);
    }

    [Fact]
    public void Type_OfALoadedAssembly_IsFound()
    {
        var resolver = new LoadedTypeResolver();

        Assert.Equal(typeof(GrainFaultException), resolver.ResolveType("Experiments.Grains.GrainFaultException,Experiments.Grains"));
        Assert.Equal(typeof(int), resolver.ResolveType("System.Int32"));
        Assert.Equal(typeof(Uri), resolver.ResolveType("System.Uri"));
    }

    private static void Read(Serializer<object> serializer, byte[] bytes)
    {
        try
        {
            serializer.Deserialize(bytes);
        }
        catch (Exception refusal) when (refusal is not (OutOfMemoryException or AccessViolationException))
        {
            throw new InvalidDataException(refusal.GetType().Name, refusal);
        }
    }
}
