using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LibTorch.Files;

/// <summary>The header of an npy file.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="IsSwapped">Whether the byte order differs from this machine's.</param>
/// <param name="IsFortran">Whether the elements are in Fortran (column-major) order.</param>
/// <param name="Shape">The shape.</param>
internal sealed record NpyHeader(NpyType Type, bool IsSwapped, bool IsFortran, long[] Shape)
{
    // numpy's default limit for the length of a header in files that it does not trust.
    private const int MaxBytes = 10_000;

    // The limit of libtorch's operators, and numpy's own.
    private const int MaxDimensions = 64;

    // numpy reserves room for 21 digits of the growing dimension, so that the header's size stays the same when an array grows.
    private const int RoomForDigits = 21;
    private const int Alignment = 64;

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The signature of npy files.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The number of elements.</summary>
    public long Elements => LibTorch.Size.Create(Shape).Elements;

    /// <summary>The size of the elements in bytes.</summary>
    public long ByteCount => Elements * ElementType.BytesOf(Type.DType.ScalarType);

    /// <summary>The strides, in elements, of the array in the file.</summary>
    public long[] Strides
    {
        get
        {
            var strides = new long[Shape.Length];
            long step = 1;
            for (var i = 0; i < strides.Length; i++)
            {
                var dimension = IsFortran ? i : strides.Length - 1 - i;
                strides[dimension] = step;
                step *= Math.Max(Shape[dimension], 1);
            }

            return strides;
        }
    }

    /// <summary>
    /// A view of a tensor with this header, such that the view's row-major order is the order of the elements in the file.
    /// </summary>
    public Tensor InFileOrder(Tensor tensor)
    {
        using var view = tensor.Detach();
        return IsFortran ? Reversed(view) : view.Detach();
    }

    /// <summary>The view with its dimensions in reverse order.</summary>
    public static Tensor Reversed(Tensor view) => view.Permute([.. Enumerable.Range(0, view.NDim).Reverse()]);

    /// <exception cref="TorchFileException">The file is not an npy file, or its elements are not numbers.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    public static NpyHeader Read(FileReader reader)
    {
        var header = ReadAny(reader);
        ElementType.RequireHere(header.Type.DType.ScalarType);
        return header;
    }

    private static NpyHeader ReadAny(FileReader reader)
    {
        var start = reader.ReadBytes(Magic.Length + 2, "the beginning");
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new TorchFileException($"{reader.Name} is no npy file: {Beginning(start)}");
        }

        var version = start[^2];
        if (version is < 1 or > 3 || start[^1] != 0)
        {
            throw new TorchFileException($"{reader.Name} has version {version}.{start[^1]} of the npy format, and 1.0, 2.0 and 3.0 are known.");
        }

        var length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(reader.ReadBytes(2, "the header's length"))
            : BinaryPrimitives.ReadUInt32LittleEndian(reader.ReadBytes(4, "the header's length"));
        if (length > MaxBytes)
        {
            throw new TorchFileException($"{reader.Name} has an npy header of {length} bytes, and the most is {MaxBytes}.");
        }

        var bytes = reader.ReadBytes((int)length, "the header");
        try
        {
            return Parse(version == 3 ? StrictUtf8.GetString(bytes) : Encoding.Latin1.GetString(bytes));
        }
        catch (Exception error) when (error is FormatException or DecoderFallbackException or OverflowException)
        {
            throw new TorchFileException($"{reader.Name} has an npy header that cannot be read: {error.Message}", error);
        }
        catch (TorchFileException error)
        {
            throw new TorchFileException($"{reader.Name} {error.Message}", error);
        }
    }

    /// <summary>The header as numpy writes it, byte for byte.</summary>
    public byte[] Write()
    {
        var shape = Shape.Length == 1 ? $"({Number(Shape[0])},)" : $"({string.Join(", ", Shape.Select(Number))})";
        var text = $"{{'descr': '{Type.Description}', 'fortran_order': {(IsFortran ? "True" : "False")}, 'shape': {shape}, }}";
        if (Shape.Length > 0)
        {
            text += new string(' ', RoomForDigits - Number(Shape[IsFortran ? ^1 : 0]).Length);
        }

        // If the header is already aligned, numpy adds another 64 bytes of padding; so does this.
        var start = Magic.Length + 2 + 2;
        var unpadded = start + text.Length + 1;
        var header = new byte[unpadded + Alignment - (unpadded % Alignment)];
        Magic.CopyTo(header);
        header[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length + 2), (ushort)(header.Length - start));
        header.AsSpan(start).Fill((byte)' ');
        Encoding.Latin1.GetBytes(text, header.AsSpan(start));
        header[^1] = (byte)'\n';
        return header;
    }

    private static NpyHeader Parse(string text)
    {
        if (NpyLiteral.Read(text) is not Dictionary<string, object> { Count: 3 } entries
            || !entries.TryGetValue("descr", out var description)
            || !entries.TryGetValue("fortran_order", out var fortran)
            || !entries.TryGetValue("shape", out var extents))
        {
            throw new FormatException("it is no dictionary of descr, fortran_order and shape");
        }

        var isFortran = fortran as bool? ?? throw new FormatException("fortran_order is no bool");
        var (type, isSwapped) = TypeOf(description);
        var shape = Array.ConvertAll(extents as object[] ?? throw new FormatException("shape is no tuple"), extent => extent as long? ?? throw new FormatException("shape has something else in it than whole numbers"));
        return shape.Length > MaxDimensions
            ? throw new FormatException($"shape has {shape.Length} extents, and the most is {MaxDimensions}")
            : Checked(new NpyHeader(type, isSwapped, isFortran, shape));
    }

    private static NpyHeader Checked(NpyHeader header)
    {
        // An extent of 0 counts as 1 here: an empty array must not hide that its other extents overflow in libtorch.
        long bytes = ElementType.BytesOf(header.Type.DType.ScalarType);
        foreach (var extent in header.Shape)
        {
            bytes = extent >= 0 ? checked(bytes * Math.Max(extent, 1)) : throw new FormatException("shape has a negative extent");
        }

        return header;
    }

    private static (NpyType Type, bool IsSwapped) TypeOf(object description) => description switch
    {
        string text when NpyType.Described(text) is { } type => type,
        string text when text.TrimStart('|', '<', '>', '=') == "O" =>
            throw new TorchFileException("has an array of Python objects, which is stored as a pickle; pickles are not executed."),
        string text => throw new TorchFileException($"has an array of numpy's type '{text}', which torch has no dtype for."),
        List<object> fields => throw new TorchFileException($"has an array of records with the fields {string.Join(", ", fields.Select(FieldName))}, which cannot be a tensor; save each field as its own array."),
        _ => throw new FormatException("descr is no type"),
    };

    private static string FieldName(object field) => field is object[] { Length: > 0 } parts ? $"'{(parts[0] is object[] { Length: > 1 } titled ? titled[1] : parts[0])}'" : "?";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Beginning(ReadOnlySpan<byte> start) => start[0] switch
    {
        0x80 => "it begins as a pickle does, and no pickle of a file is executed here.",
        (byte)'P' when start[1] == 'K' => "it begins as a zip file does; npz files are opened with NumPy.LoadNpz.",
        _ => $"it begins with the bytes {Convert.ToHexString(start)} instead of {Convert.ToHexString(Magic)}.",
    };
}
