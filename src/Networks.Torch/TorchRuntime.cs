using TorchSharp;

namespace Experiments.Networks.Torch;

/// <summary>Whether this process can compute with torch.</summary>
public static class TorchRuntime
{
    private static readonly Lazy<string?> Load = new(TryLoad);

    /// <summary>Why the native library cannot be used here, for people; null where it can.</summary>
    public static string? Problem => Load.Value;

    /// <summary>Whether there is a GPU that the native library can use.</summary>
    public static bool HasCuda => Problem is null && torch.cuda.is_available();

    private static string? TryLoad()
    {
        try
        {
            torch.InitializeDeviceType(torch.cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU);
            return null;
        }
        catch (Exception error) when (error is TypeInitializationException or NotSupportedException or DllNotFoundException
            or BadImageFormatException)
        {
            // The library's own message is pages long and names packages that are there.
            return "torch is not usable here: its native library does not load. It must be there for this system, and the system's C++ "
                + "library must be that of GCC 13.2 or later (GLIBCXX_3.4.32); on Debian 12 infra/libstdcxx makes up for it.";
        }
    }
}
