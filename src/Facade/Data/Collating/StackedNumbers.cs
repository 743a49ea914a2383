using LibTorch.Interop;

namespace LibTorch.Utils.Data;

/// <summary>
/// Tensors of one int64 number, as labels are, stacked by reading the numbers. libtorch makes a view of each first, which takes
/// some times as long; the result is the same.
/// </summary>
internal static class StackedNumbers
{
    /// <summary>The stacked tensors; null where one of them is another kind of tensor.</summary>
    public static Tensor? TryStack(IReadOnlyList<Tensor> samples)
    {
        if (samples is [var first, ..] && (first is null || !IsPlainNumber(first)))
        {
            return null;
        }

        var numbers = new long[samples.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (samples[i] is not { } sample || !IsPlainNumber(sample))
            {
                return null;
            }

            numbers[i] = sample.Item<long>();
        }

        return Torch.Tensor(numbers, device: Device.Cpu);
    }

    private static bool IsPlainNumber(Tensor sample)
    {
        var info = TensorCalls.Info(sample);
        return info.IsPlain && info.Dimensions == 0 && info.DType == (int)ScalarType.Int64;
    }
}
