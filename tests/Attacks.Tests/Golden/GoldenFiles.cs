using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Experiments.Attacks.Tests;

/// <summary>Reads the golden values, the weights that they belong to, and the images, with nothing of the product.</summary>
internal static class GoldenFiles
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    public static GoldenFile Values() =>
        JsonSerializer.Deserialize<GoldenFile>(File.ReadAllText(Path.Combine(Folder, "szegedy_lbfgs.json")), JsonSerializerOptions.Web)!;

    /// <summary>Where a golden file lies.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static DenseClassifier Network()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, "fc100-100-10.safetensors"));
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        float[] Tensor(string name)
        {
            var offsets = header.RootElement.GetProperty(name).GetProperty("data_offsets");
            var (start, end) = (offsets[0].GetInt32(), offsets[1].GetInt32());
            return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + headerLength + start, end - start)).ToArray();
        }

        return new DenseClassifier([.. new[] { (784, 0), (100, 2), (100, 4) }.Select(
            l => new DenseLayer(l.Item1, Tensor($"{l.Item2}.weight"), Tensor($"{l.Item2}.bias")))]);
    }

    /// <summary>The first test images and their labels.</summary>
    public static (float[] Images, int[] Labels) TestImages(int count)
    {
        var pixels = Unzip("t10k-images-idx3-ubyte.gz", 16, count * 784);
        var labels = Unzip("t10k-labels-idx1-ubyte.gz", 8, count);
        return ([.. pixels.Select(p => p / 255f)], [.. labels.Select(l => (int)l)]);
    }

    private static byte[] Unzip(string name, int header, int length)
    {
        using var stream = new GZipStream(File.OpenRead(Path.Combine(DataFolder(), name)), CompressionMode.Decompress);
        var bytes = new byte[header + length];
        stream.ReadExactly(bytes);
        return bytes[header..];
    }

    private static string DataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "data", "mnist");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        throw new DirectoryNotFoundException($"no data/mnist above {AppContext.BaseDirectory}");
    }
}

internal sealed record GoldenFile(IReadOnlyList<GoldenRow> Rows);

internal sealed record GoldenRow(int Image, int Label, int TargetClass, int PredictedBefore, double Distortion, double? C);
