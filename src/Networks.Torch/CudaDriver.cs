using System.Runtime.InteropServices;

namespace Experiments.Networks.Torch;

/// <summary>Asks NVIDIA's driver what TorchSharp does not tell. Devices are counted as torch counts them: both obey
/// <c>CUDA_VISIBLE_DEVICES</c>. Source: CUDA Driver API, sections 6.2 and 6.5.</summary>
internal static partial class CudaDriver
{
    private const string Library = "libcuda.so.1";
    private const int Success = 0;

    static CudaDriver() => NativeLibrary.SetDllImportResolver(
        typeof(CudaDriver).Assembly,
        (name, assembly, path) =>
            name == Library && OperatingSystem.IsWindows() ? NativeLibrary.Load("nvcuda.dll", assembly, path) : IntPtr.Zero);

    /// <summary>The memory of a GPU in bytes; 0 where the driver does not tell.</summary>
    internal static long MemoryBytes(int index)
    {
        try
        {
            return Initialise(0) == Success && Get(out var device, index) == Success && TotalMemory(out var bytes, device) == Success
                ? checked((long)bytes)
                : 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return 0;
        }
    }

    [LibraryImport(Library, EntryPoint = "cuInit")]
    private static partial int Initialise(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    private static partial int Get(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int TotalMemory(out nuint bytes, int device);
}
