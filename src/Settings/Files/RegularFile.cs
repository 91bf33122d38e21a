using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Experiments.Settings;

/// <summary>Opens files that a user or a study names. Only regular files are opened: a pipe would wait for a writer, a device has no
/// end.</summary>
public static partial class RegularFile
{
    // statx(2): directory of relative paths, the mask for the type, the bytes of its answer and where its mode is.
    private const int WorkingDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint TypeMask = 1;
    private const int AnswerBytes = 256;
    private const int ModeOffset = 28;
    private const int KindBits = 0xF000;
    private const int Regular = 0x8000;

    // open(2), on x86-64 and ARM64.
    private static readonly int DoNotFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;
    private const int DoNotWait = 0x800;
    private const int CloseOnExecution = 0x80000;
    private const int NotPermitted = 1, NoEntry = 2, AccessDenied = 13, TooManyLinks = 40;

    private const int BufferBytes = 1 << 16;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">Links are followed.</param>
    /// <exception cref="NotRegularFileException">It is no regular file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path) => OpenRead(path, followLinks: true);

    /// <param name="path">Of the file.</param>
    /// <param name="followLinks">Whether its last part may be a link; on Linux one that comes there meanwhile is not followed
    /// either.</param>
    /// <inheritdoc cref="OpenRead(string)"/>
    public static FileStream OpenRead(string path, bool followLinks)
    {
        if (!followLinks && new FileInfo(path).LinkTarget is not null)
        {
            throw new NotRegularFileException(path);
        }

        Require(path);
        return OperatingSystem.IsLinux()
            ? new FileStream(OpenHandle(path, followLinks), FileAccess.Read, BufferBytes)
            : new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.SequentialScan);
    }

    /// <summary>Opens what is at a path by now and judges what was opened: between a look at a path and its opening somebody can put a
    /// pipe there.</summary>
    /// <inheritdoc cref="OpenRead(string, bool)"/>
    internal static SafeFileHandle OpenHandle(string path, bool followLinks)
    {
        // Opening a pipe would wait for its writer.
        var handle = Open(path, DoNotWait | CloseOnExecution | (followLinks ? 0 : DoNotFollow));
        if (handle.IsInvalid)
        {
            throw Fault(path, Marshal.GetLastPInvokeError());
        }
        if (!IsRegular((int)handle.DangerousGetHandle(), "", EmptyPath))
        {
            handle.Dispose();
            throw new NotRegularFileException(path);
        }

        return handle;
    }

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">Links are followed.</param>
    /// <param name="mostBytes">At most so many are read, whatever length the file system states.</param>
    /// <returns>Its bytes; null when there are more than <paramref name="mostBytes"/>.</returns>
    /// <inheritdoc cref="OpenRead(string)"/>
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
        if (Directory.Exists(path) || OperatingSystem.IsLinux() && !IsRegular(WorkingDirectory, path, 0))
        {
            throw new NotRegularFileException(path);
        }
    }

    /// <summary>What the runtime throws where it opens a file itself.</summary>
    private static Exception Fault(string path, int error) => error switch
    {
        NoEntry when Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) =>
            new FileNotFoundException($"Could not find file '{path}'.", path),
        NoEntry => new DirectoryNotFoundException($"Could not find a part of the path '{path}'."),
        NotPermitted or AccessDenied => new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        TooManyLinks => new NotRegularFileException(path),
        _ => new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{path}'"),
    };

    private static bool IsRegular(int directory, string path, int flags)
    {
        var answer = new byte[AnswerBytes];
        if (StatX(directory, path, flags, TypeMask, answer) != 0)
        {
            // What cannot be asked cannot be opened either; opening it says why.
            return true;
        }

        var mode = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeOffset))
            : BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(ModeOffset));
        return (mode & KindBits) == Regular;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int directory, string path, int flags, uint mask, [Out] byte[] answer);
}
