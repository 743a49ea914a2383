using System.Numerics;

namespace LibTorch.Utils.Data;

/// <summary>Which types become a tensor without being told how.</summary>
internal static class DefaultCollate
{
    // An entry that takes a type takes the types derived from it too: one line is all arrays.
    private static readonly object[] Known =
    [
        new StackedTensors(), new StackedArrays(), new NumberVector<long>(), new NumberVector<int>(), new NumberVector<float>(), new NumberVector<double>(),
        new NumberVector<bool>(), new NumberVector<byte>(), new NumberVector<sbyte>(), new NumberVector<short>(), new NumberVector<Half>(), new NumberVector<Complex>(),
        new NumberVector<ushort>(), new NumberVector<uint>(), new NumberVector<ulong>(),
    ];

    /// <exception cref="TorchTypeException">The type is none of them.</exception>
    public static ICollate<T, Tensor> Of<T>() =>
        Known.OfType<ICollate<T, Tensor>>().FirstOrDefault()
        ?? throw new TorchTypeException($"default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {typeof(T)}. For other types give the loader a collateFn.");
}
