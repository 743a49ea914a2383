using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Files;

/// <summary>Finds tensors of a state that share memory. A safetensors file can contain only one of them.</summary>
internal static class SharedTensors
{
    /// <summary>For each name that is kept, the names that share its memory and are left out.</summary>
    /// <param name="state">The state.</param>
    /// <param name="preferred">Names to keep rather than others, such as those that a file contains.</param>
    /// <exception cref="TorchException">None of the tensors that share memory covers all of it.</exception>
    public static OrderedDictionary<string, List<string>> LeftOut(StateDict state, IReadOnlySet<string> preferred)
    {
        var leftOut = new OrderedDictionary<string, List<string>>();
        foreach (var group in Groups(state))
        {
            List<string> whole = [.. group.Where(name => HasAllOfItsMemory(state[name])).Order(Utf8Comparer.Instance)];
            if (whole.Count == 0)
            {
                throw new TorchException($"Tensors {string.Join(", ", group.Select(name => $"'{name}'"))} share memory, and none has all of it, so that a file of one would lose a part.");
            }

            var kept = whole.Find(preferred.Contains) ?? whole[0];
            leftOut.Add(kept, [.. group.Where(name => name != kept).Order(Utf8Comparer.Instance)]);
        }

        return leftOut;
    }

    // Groups of two or more tensors whose memory overlaps.
    private static List<List<string>> Groups(StateDict state)
    {
        var groups = new List<List<string>>();
        var lying = state.Where(entry => entry.Value.Layout == Layout.Strided && entry.Value.Device.Type != DeviceType.Meta && entry.Value.Numel > 0)
            .Select(entry => (Name: entry.Key, entry.Value.Device, Begin: (long)TensorCalls.Address(entry.Value), Bytes: Reach(entry.Value)));
        foreach (var device in lying.GroupBy(entry => entry.Device))
        {
            var end = long.MinValue;
            foreach (var entry in device.OrderBy(entry => entry.Begin).ThenBy(entry => entry.Bytes))
            {
                if (entry.Begin >= end)
                {
                    groups.Add([]);
                }

                groups[^1].Add(entry.Name);
                end = Math.Max(end, entry.Begin + entry.Bytes);
            }
        }

        return groups.FindAll(group => group.Count > 1);
    }

    private static bool HasAllOfItsMemory(Tensor tensor)
    {
        using var storage = tensor.UntypedStorage();
        return TensorCalls.StorageOffset(tensor) == 0 && tensor.NBytes == storage.ByteCount;
    }

    // The number of bytes from the first element to the end of the last one.
    private static long Reach(Tensor tensor)
    {
        var last = 0L;
        for (var i = 0; i < tensor.NDim; i++)
        {
            last += (tensor.Shape[i] - 1) * tensor.Strides[i];
        }

        return (last + 1) * tensor.ElementSize;
    }
}
