using System.Globalization;
using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch.Tests.OpInfo;

/// <summary>Compares what C# has with what Python had, bit for bit; nan equals nan.</summary>
internal sealed class Comparison(bool valuesToo)
{
    private readonly Dictionary<PackedTensor, Tensor> _written = new(ReferenceEqualityComparer.Instance);

    /// <summary>Compares what the operator wrote to. Where one of these is a result, too, it has to be the same object.</summary>
    public string? WrittenDifference(object?[] expected, object?[] actual)
    {
        var difference = Difference(expected, actual, "written");
        foreach (var (packed, tensor) in expected.Zip(actual).Where(pair => pair.First is PackedTensor))
        {
            _written[(PackedTensor)packed!] = (Tensor)tensor!;
        }

        return difference;
    }

    /// <summary>What differs, in words; null when nothing does.</summary>
    public string? Difference(object? expected, object? actual, string what) => (expected, actual) switch
    {
        (PackedTensor packed, Tensor tensor) => Tensors(packed, tensor, what),
        (object?[] list, Array array) => Lists(list, [.. array.Cast<object?>()], what),
        (_, Scalar scalar) => Plain(expected, Number(scalar), what),
        (long number, DType dtype) => Plain(DType.Of((int)number), dtype, what),
        _ => Plain(expected, actual, what),
    };

    private static object Number(Scalar scalar) => scalar.Kind switch
    {
        ScalarKind.Bool => scalar.ToBoolean(),
        ScalarKind.Int => scalar.ToInt64(),
        ScalarKind.Complex => scalar.ToComplex(),
        _ => scalar.ToDouble(),
    };

    private static string? Plain(object? expected, object? actual, string what) =>
        Equals(expected, actual) ? null : string.Create(CultureInfo.InvariantCulture, $"{what} is {actual ?? "null"}, not {expected ?? "null"}");

    private string? Lists(object?[] expected, object?[] actual, string what) =>
        expected.Length != actual.Length
            ? $"{what} has {actual.Length} elements, not {expected.Length}"
            : expected.Select((element, i) => Difference(element, actual[i], $"{what}[{i}]")).FirstOrDefault(difference => difference is not null);

    private string? Tensors(PackedTensor expected, Tensor actual, string what)
    {
        if (_written.TryGetValue(expected, out var written))
        {
            return ReferenceEquals(written, actual) ? null : $"{what} is not the very argument";
        }

        return Facts(expected, actual, what) ?? (expected.Layout == Layout.Strided ? valuesToo ? Values(expected, actual, what) : null : Parts(expected, actual, what));
    }

    private static string? Facts(PackedTensor expected, Tensor actual, string what)
    {
        var flags = TensorCalls.Info(actual).Flags;
        return Plain(expected.DType, actual.DType, what + ".dtype")
            ?? Plain(expected.Layout, actual.Layout, what + ".layout")
            ?? Plain(expected.Device, actual.Device, what + ".device")
            ?? Plain(Text(expected.Sizes), Text(actual.Shape), what + ".shape")
            ?? (expected.Strides is null ? null : Plain(Text(expected.Strides), Text(actual.Strides), what + ".stride()"))
            ?? Plain(expected.RequiresGrad, actual.RequiresGrad, what + ".requires_grad")
            ?? Plain(expected.IsLeaf, actual.IsLeaf, what + ".is_leaf")
            ?? Plain(expected.GradFn, actual.GradFn?.Name ?? "", what + ".grad_fn")
            ?? Plain(expected.IsConj, (flags & TensorFlags.Conj) != 0, what + ".is_conj()")
            ?? Plain(expected.IsNeg, (flags & TensorFlags.Neg) != 0, what + ".is_neg()");
    }

    private string? Parts(PackedTensor expected, Tensor actual, string what)
    {
        string[] names = expected.Layout switch
        {
            Layout.Sparse => ["_indices", "_values"],
            Layout.SparseCsr or Layout.SparseBsr => ["crow_indices", "col_indices", "values"],
            _ => ["ccol_indices", "row_indices", "values"],
        };
        using var detached = actual.Detach();
        for (var i = 0; i < expected.Parts.Length; i++)
        {
            var part = (Tensor)Torch.Ops["aten::" + names[i]].Invoke(detached)[0]!;
            if (Difference(expected.Parts[i], part, $"{what}.{names[i]}()") is { } difference)
            {
                return difference;
            }
        }

        return expected.Layout == Layout.Sparse ? Plain(expected.IsCoalesced, Torch.Ops["aten::is_coalesced"].Invoke(actual)[0], what + ".is_coalesced()") : null;
    }

    private static string? Values(PackedTensor expected, Tensor actual, string what)
    {
        if (actual.Device.Type != DeviceType.Cpu)
        {
            return null;
        }

        if ((bool)Torch.Ops["aten::_is_zerotensor"].Invoke(actual)[0]!)
        {
            return expected.Bytes.AsSpan().ContainsAnyExcept((byte)0) ? $"{what} is all zeros" : null;
        }

        if (!TensorCalls.TryElements<byte>(actual, TensorCalls.Info(actual), out var bytes))
        {
            using var plain = actual.Plain(actual.DType);
            bytes = TensorCalls.Elements<byte>(plain).ToArray();
        }

        var same = bytes.SequenceEqual(expected.Bytes) || AreAlike(expected.DType, bytes, expected.Bytes);
        GC.KeepAlive(actual);
        return same ? null : $"{what} has other elements: {Convert.ToHexString(bytes[..Math.Min(64, bytes.Length)])}, not {Convert.ToHexString(expected.Bytes.AsSpan(0, Math.Min(64, expected.Bytes.Length)))}";
    }

    private static bool AreAlike(DType dtype, ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        if (dtype == DType.Float32 || dtype == DType.Complex64)
        {
            return Same<float>(actual, expected, float.IsNaN);
        }

        if (dtype == DType.Float64 || dtype == DType.Complex128)
        {
            return Same<double>(actual, expected, double.IsNaN);
        }

        if (dtype == DType.Float16 || dtype == DType.Complex32)
        {
            return Same<Half>(actual, expected, Half.IsNaN);
        }

        // A bfloat16 is the upper half of a float.
        return dtype == DType.BFloat16 && Same<ushort>(actual, expected, bits => float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits << 16)));
    }

    private static bool Same<T>(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected, Predicate<T> isNaN)
        where T : unmanaged
    {
        var ours = MemoryMarshal.Cast<byte, T>(actual);
        var theirs = MemoryMarshal.Cast<byte, T>(expected);
        if (ours.Length != theirs.Length)
        {
            return false;
        }

        for (var i = 0; i < ours.Length; i++)
        {
            var same = MemoryMarshal.AsBytes(ours.Slice(i, 1)).SequenceEqual(MemoryMarshal.AsBytes(theirs.Slice(i, 1)));
            if (!same && !(isNaN(ours[i]) && isNaN(theirs[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(IEnumerable<long> numbers) => "[" + string.Join(", ", numbers) + "]";
}
