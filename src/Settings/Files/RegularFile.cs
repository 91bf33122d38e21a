using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Experiments.Settings;

/// <summary>Opens files that a user or a study names. Only regular files are opened: a pipe would wait for a writer, a device has no
/// end.</summary>
public static partial class RegularFile
{
    // statx(2): directory of relative paths, the mask for the type, the bytes of its answer and where its mode is.
    private const int WorkingDirectory = -100;
    private const uint TypeMask = 1;
    private const int AnswerBytes = 256;
    private const int ModeOffset = 28;
    private const int KindBits = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Links are followed.</param>
    /// <exception cref="NotRegularFileException">It is no regular file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
    }

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">Links are followed.</param>
    /// <param name="mostBytes">At most so many are read, whatever length the file system states.</param>
    /// <returns>Its bytes; null when there are more than <paramref name="mostBytes"/>.</returns>
    /// <inheritdoc cref="OpenRead"/>
    public static byte[]? ReadAll(string path, int mostBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(mostBytes);
        using var stream = OpenRead(path);
        if (stream.Length > mostBytes)
        {
            return null;
        }

        // By what comes, not by the length: a file of /proc states none.
        using var content = new MemoryStream((int)stream.Length);
        Span<byte> part = stackalloc byte[1 << 12];
        while (stream.Read(part) is > 0 and var read)
        {
            if (content.Length + read > mostBytes)
            {
                return null;
            }
            content.Write(part[..read]);
        }

        return content.ToArray();
    }

    /// <summary>Requires that there is a regular file, or nothing, at a path, without opening it.</summary>
    /// <exception cref="NotRegularFileException">A folder, a pipe, a device or a socket is there.</exception>
    public static void Require(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path) || OperatingSystem.IsLinux() && !IsRegular(path))
        {
            throw new NotRegularFileException(path);
        }
    }

    private static bool IsRegular(string path)
    {
        var answer = new byte[AnswerBytes];
        if (StatX(WorkingDirectory, path, 0, TypeMask, answer) != 0)
        {
            // What cannot be asked cannot be opened either; opening it says why.
            return true;
        }

        var mode = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeOffset))
            : BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(ModeOffset));
        return (mode & KindBits) == Regular;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int directory, string path, int flags, uint mask, [Out] byte[] answer);
}
