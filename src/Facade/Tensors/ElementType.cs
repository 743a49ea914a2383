using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>The one table of which .NET type stands for which dtype.</summary>
internal static class ElementType
{
    private static readonly Dictionary<Type, ScalarType> Table = new()
    {
        [typeof(byte)] = ScalarType.UInt8,
        [typeof(sbyte)] = ScalarType.Int8,
        [typeof(short)] = ScalarType.Int16,
        [typeof(int)] = ScalarType.Int32,
        [typeof(long)] = ScalarType.Int64,
        [typeof(Half)] = ScalarType.Float16,
        [typeof(float)] = ScalarType.Float32,
        [typeof(double)] = ScalarType.Float64,
        [typeof(Complex)] = ScalarType.Complex128,
        [typeof(bool)] = ScalarType.Bool,
        [typeof(ushort)] = ScalarType.UInt16,
        [typeof(uint)] = ScalarType.UInt32,
        [typeof(ulong)] = ScalarType.UInt64,
    };

    public static ScalarType ScalarTypeOf(Type type) => Table.TryGetValue(type, out var scalarType)
        ? scalarType
        : throw new NotSupportedException($"No dtype has elements of type {type}; it can be {string.Join(", ", Table.Keys.Select(t => t.Name))}.");

    /// <summary>Whether it is an array of numbers or truth values, of any rank or nested.</summary>
    public static bool IsNumeric(object? value)
    {
        if (value is not Array)
        {
            return false;
        }

        var type = value.GetType();
        while (type.IsArray)
        {
            type = type.GetElementType()!;
        }

        return Table.ContainsKey(type);
    }

    /// <summary>Fails where the running libtorch is too old for the dtype.</summary>
    /// <exception cref="NotSupportedException">It has no such dtype.</exception>
    public static void RequireHere(ScalarType type)
    {
        if (!IsHere(type))
        {
            throw new NotSupportedException($"{DType.Of((int)type)} needs libtorch 2.3 or later, and this is {Torch.Version}; another dtype can be given, such as dtype: DType.Int64.");
        }
    }

    /// <summary>Whether the running libtorch has the dtype.</summary>
    public static bool IsHere(ScalarType type) => type is not (ScalarType.UInt16 or ScalarType.UInt32 or ScalarType.UInt64) || LibraryCalls.IsAtLeast(2, 3);

    /// <summary>Checks that elements of this dtype may be read as <typeparamref name="T"/> where they lie.</summary>
    public static void Require<T>(DType dtype)
    {
        if (Table.GetValueOrDefault(typeof(T), (ScalarType)(-1)) != dtype.ScalarType)
        {
            throw new ArgumentException($"The tensor's elements are {dtype}, which {typeof(T).Name} does not stand for.");
        }
    }
}
