using LibTorch.Bench;

namespace LibTorch.GpuCheck.Timing;

/// <summary>A piece of work that is timed in C# and, under the same name, in Python.</summary>
/// <param name="Name">Its name in Python.</param>
/// <param name="Words">A description.</param>
/// <param name="Make">Creates the function that runs a number of operations in a loop.</param>
internal sealed record Row(string Name, string Words, Func<Action<long>> Make)
{
    /// <summary>The rows for a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="size">The extent of the large matrices.</param>
    /// <param name="copied">The number of float32 elements to copy.</param>
    public static IEnumerable<Row> For(Device device, long size, long copied)
    {
        yield return new("add", "a + b of 4 elements", () => SmallOperations.Add().Loop);
        yield return new("add-recording", "the same in a graph", () => SmallOperations.AddRecording().Loop);
        yield return new("add-no-grad", "the same without recording", () => SmallOperations.AddNoGrad().Loop);
        yield return new("add-undisposed", "the same, left to the collector", () => SmallOperations.AddUndisposed(4).Loop);
        yield return new("zeros-device", "zeros(4)", () => DeviceRows.Zeros(device));
        yield return new("dot-step", "2 * dot(x, x), backwards", () => Steps.Dot().Loop);
        yield return new("q-step", "3 a**3 - b**2, backwards", () => Steps.Q().Loop);
        yield return new("mlp-step", "a step of training, 784-128-10", () => Training.Mlp().Loop);
        yield return new("matmul-float32", $"{size} x {size} float32", () => DeviceRows.Matmul(device, size, DType.Float32, "highest"));
        if (device.Type == DeviceType.Cuda)
        {
            yield return new("matmul-tf32", $"{size} x {size} tf32", () => DeviceRows.Matmul(device, size, DType.Float32, "high"));
            yield return new("matmul-bfloat16", $"{size} x {size} bfloat16", () => DeviceRows.Matmul(device, size, DType.BFloat16, "highest"));
            yield return new("copy-pageable", $"{copied >> 18} MiB to the device", () => DeviceRows.Copies(Torch.Randn([copied], device: "cpu"), device));
            yield return new("copy-pinned", "the same from pinned memory", () => DeviceRows.Copies(Torch.Randn([copied], device: "cpu").PinMemory(), device));
        }
    }
}
