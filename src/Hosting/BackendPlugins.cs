using System.Reflection;
using System.Runtime.Loader;
using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Hosting;

/// <summary>Backends in folders beside the programs. What they share with the program (networks, numerics, settings) is the program's own;
/// the rest, native libraries too, comes from the folder. The folder's code is run: it is the operator's to trust.</summary>
public static class BackendPlugins
{
    /// <summary>Names the folder of torch for every program.</summary>
    public const string TorchVariable = "EXPERIMENTS_TORCH";

    private const string TorchAssembly = "Experiments.Networks.Torch";

    /// <summary>Torch from the folder that the project Networks.Torch was built into.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no such assembly, or it cannot be used; the message says why.</exception>
    public static IBackendPlugin LoadTorch(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = Path.GetFullPath(Path.Combine(folder, $"{TorchAssembly}.dll"));
        if (!File.Exists(path))
        {
            throw Unusable(folder, $"has no {TorchAssembly}.dll");
        }

        try
        {
            var assembly = new PluginContext(path).LoadFromAssemblyPath(path);
            var type = assembly.GetExportedTypes().SingleOrDefault(type => type.IsAssignableTo(typeof(IBackendPlugin)) && type.IsClass)
                ?? throw Unusable(folder, "was built with another version of this program");
            return (IBackendPlugin)Activator.CreateInstance(type)!;
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException
            or TypeLoadException or ReflectionTypeLoadException or MissingMethodException or TargetInvocationException)
        {
            throw Unusable(folder, $"cannot be loaded ({error.GetBaseException().Message.Split('\n')[0]})");
        }
    }

    /// <summary>What computes in a process: the CPU backend, and torch on all that it finds here.</summary>
    /// <param name="threads">The threads of the process.</param>
    /// <param name="folder">As for <see cref="LoadTorch"/>.</param>
    /// <exception cref="PlatformNotSupportedException">Torch cannot be used here.</exception>
    public static ComputeBackends OpenTorch(ComputeThreads threads, string folder) => Open(threads, LoadTorch(folder));

    /// <summary>What computes in a process: the CPU backend, and some devices of a plug-in.</summary>
    /// <param name="threads">The threads of the process.</param>
    /// <param name="plugin">Null for none.</param>
    /// <param name="devices">Of the plug-in; null for all that it finds here.</param>
    /// <exception cref="PlatformNotSupportedException">A device cannot be used here.</exception>
    public static ComputeBackends Open(
        ComputeThreads threads, IBackendPlugin? plugin, IEnumerable<(string Kind, int Index)>? devices = null)
    {
        ArgumentNullException.ThrowIfNull(threads);
        var wanted = devices ?? plugin?.FindDevices().Select(device => (device.Kind, device.Index)) ?? [];
        return new ComputeBackends(
            new CpuBackend(threads), [.. wanted.Select(device => Require(plugin).Open(device.Kind, device.Index, threads))]);
    }

    private static IBackendPlugin Require(IBackendPlugin? plugin) => plugin ?? throw new PlatformNotSupportedException(
        $"device {Device.Cuda} or {Device.TorchCpu} needs torch; --torch (or {TorchVariable}) must name the folder that "
            + "'dotnet build src/Networks.Torch -c Release' writes to (-p:Torch=cuda for GPUs).");

    private static PlatformNotSupportedException Unusable(string folder, string why) =>
        new($"torch's folder is '{folder}', which {why}; it must be the one that 'dotnet build src/Networks.Torch -c Release' of this "
            + "version writes to.");

    private sealed class PluginContext(string path) : AssemblyLoadContext(TorchAssembly)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        /// <summary>Null for what the program has: then it is the program's.</summary>
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var isShared = assemblyName.Name!.StartsWith("Experiments.", StringComparison.Ordinal) && assemblyName.Name != TorchAssembly;
            return !isShared && _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
        }

        protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : IntPtr.Zero;
    }
}
