using System.IO.Compression;
using System.Text;

namespace LibTorch.Tests.Files;

/// <summary>Files that nobody's torch.save writes.</summary>
internal static class HostileFiles
{
    /// <summary>An archive with this pickle and these storages.</summary>
    public static void Write(Stream stream, byte[] pickle, params (string Name, byte[] Bytes)[] storages) =>
        Write(stream, CompressionLevel.NoCompression, [("archive/data.pkl", pickle), .. storages.Select(storage => ($"archive/data/{storage.Name}", storage.Bytes))]);

    /// <summary>An archive of these members.</summary>
    public static void Write(Stream stream, CompressionLevel level, params (string Name, byte[] Bytes)[] members)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, bytes) in members)
        {
            using var entry = archive.CreateEntry(name, level).Open();
            entry.Write(bytes);
        }
    }

    /// <summary>The pickle of a tensor with these numbers, of a storage of as many floats as is said.</summary>
    public static byte[] Tensor(string key, long count, long offset, long[] sizes, long[] strides, string type = "FloatStorage")
    {
        var text = new List<byte> { 0x80, 2 };
        Add("ctorch._utils\n_rebuild_tensor_v2\n((");
        Text("storage");
        Add($"ctorch\n{type}\n");
        Text(key);
        Text("cpu");
        Number(count);
        Add("tQ");
        Number(offset);
        Numbers(sizes);
        Numbers(strides);
        text.Add(0x89);
        Add("ccollections\nOrderedDict\n)RtR.");
        return [.. text];

        void Add(string part) => text.AddRange(Encoding.Latin1.GetBytes(part));

        void Text(string part)
        {
            text.Add((byte)'X');
            text.AddRange(BitConverter.GetBytes(Encoding.UTF8.GetByteCount(part)));
            text.AddRange(Encoding.UTF8.GetBytes(part));
        }

        void Number(long number)
        {
            text.AddRange([0x8a, 8]);
            text.AddRange(BitConverter.GetBytes(number));
        }

        void Numbers(long[] numbers)
        {
            Add("(");
            foreach (var number in numbers)
            {
                Number(number);
            }

            Add("t");
        }
    }
}
