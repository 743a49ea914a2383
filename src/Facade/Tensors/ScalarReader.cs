using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Reads the one element of a host tensor straight from its memory, which is several times faster than an operator.</summary>
internal static class ScalarReader
{
    /// <summary>False for the dtypes that .NET cannot read, and for tensors without memory.</summary>
    public static bool TryRead(Tensor tensor, ScalarType scalarType, out Scalar scalar)
    {
        scalar = scalarType switch
        {
            ScalarType.Float32 => First<float>(tensor) is { } value ? value : default(Scalar),
            ScalarType.Float64 => First<double>(tensor) is { } value ? value : default(Scalar),
            ScalarType.Float16 => First<Half>(tensor) is { } value ? value : default(Scalar),
            ScalarType.Int64 => First<long>(tensor) is { } value ? value : default(Scalar),
            ScalarType.Int32 => First<int>(tensor) is { } value ? value : default(Scalar),
            ScalarType.Int16 => First<short>(tensor) is { } value ? value : default(Scalar),
            ScalarType.Int8 => First<sbyte>(tensor) is { } value ? value : default(Scalar),
            ScalarType.UInt8 => First<byte>(tensor) is { } value ? value : default(Scalar),
            ScalarType.Bool => First<byte>(tensor) is { } value ? value != 0 : default(Scalar),
            ScalarType.Complex128 => First<Complex>(tensor) is { } value ? value : default(Scalar),
            _ => default,
        };
        return scalar.Kind != ScalarKind.None;
    }

    private static T? First<T>(Tensor tensor)
        where T : unmanaged
    {
        T? first = TensorCalls.TryElements<T>(tensor, out var elements) && elements.Length > 0 ? elements[0] : null;
        GC.KeepAlive(tensor);
        return first;
    }
}
