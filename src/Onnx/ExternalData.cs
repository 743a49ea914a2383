using System.Globalization;
using LibTorch.Onnx.Protos;

namespace LibTorch.Onnx;

/// <summary>Weights stored in separate files next to the network's file.</summary>
internal static class ExternalData
{
    /// <summary>The bytes of a weight.</summary>
    /// <exception cref="TorchFileException">The file is not in the network's folder, or too short.</exception>
    public static byte[] Read(Weight weight, string? folder)
    {
        var entries = weight.ExternalData.GroupBy(entry => entry.Key, entry => entry.Value).ToDictionary(entry => entry.Key, entry => entry.Last());
        var name = entries.GetValueOrDefault("location") ?? throw OnnxTensor.Damaged(weight, "lies in another file that is not named");
        if (folder is null)
        {
            throw new TorchFileException($"The weight '{OnnxTensor.Short(weight.Name)}' is in the file '{OnnxTensor.Short(name)}', which cannot be found from a stream: load the network by its path.");
        }

        using var file = Opened(weight, folder, name);
        var offset = Number(weight, entries, "offset", 0);
        var count = Number(weight, entries, "length", file.Length - offset);
        if (offset > file.Length || count > file.Length - offset || count > Array.MaxLength)
        {
            throw OnnxTensor.Damaged(weight, $"takes {count} bytes from {offset} on of '{OnnxTensor.Short(name)}', which has {file.Length}");
        }

        var bytes = new byte[count];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    // A network's file must not make other files of the machine readable: neither by a path nor by a link.
    private static FileStream Opened(Weight weight, string folder, string name)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        var isBelow = path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        for (var place = path; isBelow && place is not null && place.Length > folder.Length; place = Path.GetDirectoryName(place))
        {
            isBelow = new FileInfo(place).LinkTarget is null;
        }

        if (!isBelow || name.Contains('\0', StringComparison.Ordinal))
        {
            throw OnnxTensor.Damaged(weight, $"lies in '{OnnxTensor.Short(name)}', which is not in the network's folder");
        }

        return File.Exists(path) ? File.OpenRead(path) : throw new TorchFileException($"The weight '{OnnxTensor.Short(weight.Name)}' is in the file '{OnnxTensor.Short(name)}', which does not exist.");
    }

    private static long Number(Weight weight, Dictionary<string, string> entries, string name, long otherwise) =>
        !entries.TryGetValue(name, out var text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw OnnxTensor.Damaged(weight, $"has '{OnnxTensor.Short(text)}' as {name}");
}
