using System.Buffers.Binary;
using System.IO.Compression;

namespace LibTorch.Tests.Examples;

/// <summary>Random pictures and labels in files of Fashion-MNIST's format.</summary>
internal static class SmallPictures
{
    /// <summary>Writes one of the two parts, train or t10k.</summary>
    public static void Write(string folder, string name, int count, Random random)
    {
        var labels = new byte[8 + count];
        var images = new byte[16 + (count * 28 * 28)];
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), count);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), count);
        random.NextBytes(images.AsSpan(16));
        foreach (ref var label in labels.AsSpan(8))
        {
            label = (byte)random.Next(10);
        }

        Compress(Path.Combine(folder, $"{name}-labels-idx1-ubyte.gz"), labels);
        Compress(Path.Combine(folder, $"{name}-images-idx3-ubyte.gz"), images);
    }

    public static void Compress(string path, byte[] content)
    {
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(content);
    }
}
