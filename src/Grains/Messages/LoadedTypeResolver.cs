using System.Collections.Concurrent;
using Orleans.Serialization.TypeSystem;

namespace Experiments.Grains;

/// <summary>
/// Finds the types that messages name among those of the assemblies that are loaded already. A name comes from whoever sends a message,
/// and Orleans' own resolver loads the assembly that it names before anybody asks whether the type may cross.
/// </summary>
internal sealed class LoadedTypeResolver : TypeResolver
{
    // A sender cannot make this grow without bound: what is not found is not kept, and the types of a program are some thousands.
    private const int MostKept = 4096;

    private readonly ConcurrentDictionary<string, Type> _found = new();

    public override Type ResolveType(string name) =>
        TryResolveType(name, out var type) ? type : throw new TypeAccessException("a message names a type that is not here.");

    public override bool TryResolveType(string name, out Type type)
    {
        if (_found.TryGetValue(name, out type!))
        {
            return true;
        }

        type = Find(name)!;
        if (type is null)
        {
            return false;
        }

        if (_found.Count < MostKept)
        {
            _found.TryAdd(name, type);
        }

        return true;
    }

    private static Type? Find(string name)
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies();
        try
        {
            return Type.GetType(
                name,
                wanted => Array.Find(loaded, assembly => assembly.GetName().Name == wanted.Name),
                (assembly, full, ignoreCase) => assembly is not null
                    ? assembly.GetType(full, throwOnError: false, ignoreCase)
                    : loaded.Select(a => a.GetType(full, throwOnError: false, ignoreCase)).FirstOrDefault(found => found is not null),
                throwOnError: false);
        }
        catch (Exception fault) when (fault is ArgumentException or TypeLoadException or IOException or BadImageFormatException)
        {
            // Names that are none, such as one with a bracket that is never closed.
            return null;
        }
    }
}
