using System.Diagnostics;
using System.Globalization;

namespace Experiments.Faults.Tests;

/// <summary>A disk in memory that can be filled to its last byte. Mounting one takes root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int KibiBytes = 8192;

    private readonly string _folder = Directory.CreateTempSubdirectory("experiments-disk-").FullName;

    internal SmallDisk() => Assert.True(TryMount(_folder), "a tmpfs cannot be mounted");

    internal static bool CanMount { get; } = Try();

    /// <summary>On the disk.</summary>
    internal string Folder => Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Takes all space that is left, but for some.</summary>
    internal void Fill(int leaveBytes = 0)
    {
        using (var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            try
            {
                var block = new byte[4096];
                while (true)
                {
                    filler.Write(block);
                }
            }
            catch (IOException)
            {
                // It is full.
            }
        }

        using var shorter = File.OpenWrite(Filler);
        shorter.SetLength(Math.Max(0, shorter.Length - leaveBytes));
    }

    internal void Free() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", _folder);
        Directory.Delete(_folder);
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("experiments-disk-").FullName;
        var mounted = TryMount(folder);
        if (mounted)
        {
            Run("umount", folder);
        }

        Directory.Delete(folder);
        return mounted;
    }

    private static bool TryMount(string folder) =>
        Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={KibiBytes}k"), "experiments-faults", folder);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that mounts a disk; skipped, loudly, where nobody may.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() =>
        Skip = SmallDisk.CanMount ? null : "NO ROOT ON THIS MACHINE: a test of full disks did not run; it mounts a tmpfs.";
}
