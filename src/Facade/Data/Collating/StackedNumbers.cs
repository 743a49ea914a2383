using LibTorch.Interop;

namespace LibTorch.Utils.Data;

/// <summary>
/// A fast path for int64 tensors without dimensions, such as labels: reads the numbers and creates one tensor. torch.stack would first
/// create a view of each tensor, which takes several times as long, with the same result.
/// </summary>
internal static class StackedNumbers
{
    /// <summary>The stacked tensors; null if one of them is another kind of tensor.</summary>
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
