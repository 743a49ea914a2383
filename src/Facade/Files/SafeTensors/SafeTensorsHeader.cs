using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LibTorch.Files;

/// <summary>The header of a safetensors file: the length of a JSON object in 8 bytes, and the JSON object.</summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The name of the JSON entry for metadata, which is not a tensor.</summary>
    public const string MetadataName = "__metadata__";

    /// <summary>The format's limit for the size of the JSON object.</summary>
    public const int MaxBytes = 100_000_000;

    private SafeTensorsHeader(int bytes, OrderedDictionary<string, SafeTensorInfo> tensors, OrderedDictionary<string, string> metadata)
    {
        DataStart = sizeof(long) + bytes;
        DataBytes = tensors.Count == 0 ? 0 : tensors.GetAt(tensors.Count - 1).Value.End;
        (Tensors, Metadata) = (tensors, metadata);
    }

    /// <summary>The offset of the data in the file.</summary>
    public long DataStart { get; }

    /// <summary>The size of the data in bytes.</summary>
    public long DataBytes { get; }

    /// <summary>The tensors by name, in their order in the file.</summary>
    public OrderedDictionary<string, SafeTensorInfo> Tensors { get; }

    /// <summary>The file's metadata.</summary>
    public OrderedDictionary<string, string> Metadata { get; }

    /// <summary>Reads a header, and checks that the tensors cover the data without gaps and overlaps.</summary>
    /// <exception cref="TorchFileException">The header is invalid.</exception>
    public static SafeTensorsHeader Read(FileReader reader)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(reader.ReadBytes(sizeof(long), "the header's length"));
        if (length > MaxBytes)
        {
            throw new TorchFileException($"{reader.Name} is no safetensors file: its first 8 bytes say that the header has {length} bytes, and the most is {MaxBytes}.");
        }

        var json = ReadJson(reader, (int)length);
        try
        {
            var (tensors, metadata) = new SafeTensorsParser(json, new FileBudget(json.Length + (reader.Left ?? 0))).Parse();
            var header = new SafeTensorsHeader(json.Length, InOrder(tensors), metadata);
            return reader.Left is not { } left || left == header.DataBytes
                ? header
                : throw new TorchFileException($"the tensors take {header.DataBytes} bytes, and after the header there are {left}");
        }
        catch (Exception error) when (error is JsonException or TorchFileException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new TorchFileException($"{reader.Name} is no safetensors file: {error.Message}", error);
        }
    }

    // If the stream's length is unknown, the buffer is doubled only after it was filled, so that a wrong length in the file cannot cause a
    // large allocation.
    private static byte[] ReadJson(FileReader reader, int length)
    {
        const string What = "the header";
        reader.RequireLeft(length, What);
        var json = new byte[Math.Min(length, reader.Left is null ? Transfer.PieceBytes : length)];
        for (var filled = 0; filled < length;)
        {
            if (filled == json.Length)
            {
                Array.Resize(ref json, Math.Min(2 * filled, length));
            }

            reader.ReadInto(json.AsSpan(filled), What);
            filled = json.Length;
        }

        return json;
    }

    private static OrderedDictionary<string, SafeTensorInfo> InOrder(List<SafeTensorInfo> tensors)
    {
        // Sort by offset; an empty tensor comes before a tensor with the same offset. Most files are already sorted.
        for (var i = 1; i < tensors.Count; i++)
        {
            if (Compare(tensors[i - 1], tensors[i]) > 0)
            {
                tensors.Sort(Compare);
                break;
            }
        }

        var ordered = new OrderedDictionary<string, SafeTensorInfo>(tensors.Count);
        long end = 0;
        foreach (var tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                var how = tensor.Begin < end ? "overlaps the one before, which ends" : "leaves a hole after the one before, which ends";
                throw new TorchFileException($"tensor '{FileText.Short(tensor.Name)}' begins at byte {tensor.Begin} of the data and {how} at {end}");
            }

            end = tensor.End;
            if (!ordered.TryAdd(tensor.Name, tensor))
            {
                throw new TorchFileException($"there are two tensors named '{FileText.Short(tensor.Name)}'");
            }
        }

        return ordered;
    }

    private static int Compare(SafeTensorInfo left, SafeTensorInfo right) =>
        left.Begin != right.Begin ? left.Begin.CompareTo(right.Begin) : left.End.CompareTo(right.End);

    /// <summary>
    /// The bytes of a header: the length, and the JSON object, padded with spaces so that the data begin at a multiple of 8.
    /// </summary>
    public static byte[] Write(IReadOnlyList<SafeTensorInfo> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var json = new StringBuilder("{");
        if (metadata is not null)
        {
            // The reference library writes metadata in arbitrary order. Sorting it makes equal contents give equal files.
            var entries = metadata.OrderBy(entry => entry.Key, Utf8Comparer.Instance).Select(entry => $"{SafeTensorsText.Quoted(entry.Key)}:{SafeTensorsText.Quoted(entry.Value)}");
            json.Append($"\"{MetadataName}\":{{").AppendJoin(',', entries).Append('}');
        }

        foreach (var tensor in tensors)
        {
            json.Append(json.Length > 1 ? "," : "").Append(SafeTensorsText.Quoted(tensor.Name)).Append(":{\"dtype\":\"").Append(tensor.TypeName)
                .Append("\",\"shape\":[").AppendJoin(',', tensor.FileShape).Append("],\"data_offsets\":[").Append(tensor.Begin).Append(',').Append(tensor.End).Append("]}");
        }

        var text = Encoding.UTF8.GetBytes(json.Append('}').ToString());
        var padded = (text.Length + 7) / 8 * 8;
        if (padded > MaxBytes)
        {
            throw new TorchFileException($"The names and shapes take {padded} bytes, and the most that a safetensors file can have of them is {MaxBytes}.");
        }

        var header = new byte[sizeof(long) + padded];
        BinaryPrimitives.WriteInt64LittleEndian(header, padded);
        text.CopyTo(header, sizeof(long));
        header.AsSpan(sizeof(long) + text.Length).Fill((byte)' ');
        return header;
    }
}
