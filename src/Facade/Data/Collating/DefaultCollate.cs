using System.Numerics;

namespace LibTorch.Utils.Data;

/// <summary>The default collate functions, for types of samples that combine into one tensor.</summary>
internal static class DefaultCollate
{
    // ICollate is contravariant in the sample, so an entry also serves derived types: StackedArrays serves all arrays.
    private static readonly object[] Known =
    [
        new StackedTensors(), new StackedArrays(), new NumberVector<long>(), new NumberVector<int>(), new NumberVector<float>(), new NumberVector<double>(),
        new NumberVector<bool>(), new NumberVector<byte>(), new NumberVector<sbyte>(), new NumberVector<short>(), new NumberVector<Half>(), new NumberVector<Complex>(),
        new NumberVector<ushort>(), new NumberVector<uint>(), new NumberVector<ulong>(),
    ];

    /// <exception cref="TorchTypeException">There is no default for the type.</exception>
    public static ICollate<T, Tensor> Of<T>() =>
        Known.OfType<ICollate<T, Tensor>>().FirstOrDefault()
        ?? throw new TorchTypeException($"default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {typeof(T)}. For other types give the loader a collateFn.");
}
