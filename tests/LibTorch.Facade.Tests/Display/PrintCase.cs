using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace LibTorch.Tests.Display;

/// <summary>A tensor that Python printed, as print_cases.py wrote it.</summary>
internal sealed record PrintCase(PrintCaseHead Head, byte[] Values, string TorchText, string NumPyText)
{
    /// <summary>The options that Python printed it under.</summary>
    public PrintOptions Options => new()
    {
        Precision = Head.Precision,
        Threshold = Head.Threshold ?? double.PositiveInfinity,
        EdgeItems = Head.EdgeItems,
        LineWidth = Head.LineWidth,
        SciMode = Head.SciMode,
    };

    /// <summary>All cases of a file.</summary>
    public static IEnumerable<PrintCase> ReadAll(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            var head = JsonSerializer.Deserialize<PrintCaseHead>(Block(reader))!;
            yield return new PrintCase(head, Block(reader), Encoding.UTF8.GetString(Block(reader)), Encoding.UTF8.GetString(Block(reader)));
        }
    }

    /// <summary>The same tensor, made by the same steps.</summary>
    public Tensor Build()
    {
        var leaf = Leaf();
        if (Head.Grad)
        {
            leaf.RequiresGrad_();
        }

        var view = Head.View switch
        {
            "transpose" => leaf.Transpose(0, -1),
            "step" => leaf.Slice(-1, step: 2),
            "rest" => leaf[1..],
            "expand" => leaf.Unsqueeze(0).Expand([2, .. Head.Sizes]),
            "conj" => leaf.Conj(),
            "neg" => (Tensor)Torch.Ops["aten::_neg_view"].Invoke(leaf)[0]!,
            _ => leaf,
        };
        return Head.Function switch
        {
            "mul" => view * 2,
            "neg" => -view,
            "clone" => view.Clone(),
            _ => view,
        };
    }

    private static byte[] Block(BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    private Tensor Leaf() => Head.DType switch
    {
        "bool" => Make<bool>(),
        "uint8" => Make<byte>(),
        "int8" => Make<sbyte>(),
        "int16" => Make<short>(),
        "int32" => Make<int>(),
        "int64" => Make<long>(),
        "float16" => Make<Half>(),
        "bfloat16" => Make<short>().View(DType.BFloat16),
        "float32" => Make<float>(),
        "float64" => Make<double>(),
        "complex32" => Make<Half>(2).View(DType.Complex32).Reshape(Head.Sizes),
        "complex64" => Make<float>(2).View(DType.Complex64).Reshape(Head.Sizes),
        "complex128" => Make<double>(2).View(DType.Complex128).Reshape(Head.Sizes),
        _ => throw new InvalidDataException($"A case of dtype {Head.DType}."),
    };

    private Tensor Make<T>(params long[] lastSizes)
        where T : unmanaged => Torch.Tensor<T>(MemoryMarshal.Cast<byte, T>(Values), [.. Head.Sizes, .. lastSizes]);
}
