using System.Runtime.InteropServices;
using LibTorch.GpuCheck.Parts;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Uses the second device first, then both.</summary>
internal static unsafe class TwoDevicesProbe
{
    public static void Run(Settings settings, Report report)
    {
        if (Torch.Cuda.DeviceCount() < 2)
        {
            throw new InapplicableException("it needs two devices");
        }

        Device first = Torch.Device("cuda:0"), second = Torch.Device("cuda:1");
        OnSecond(second);
        report.Check(!HasContext(0), "work on the second device, with a stream and events, makes no context on the first");
        var x = Torch.Arange(1000.0, device: second, dtype: DType.Float32).RequiresGrad_();
        var y = x.To(first) * 2;
        report.Check(y.Device == first && y.Sum().Item<float>() == 999000, "a copy from device to device");
        (y.Sum() + x.Sum().To(first)).Backward();
        report.Check(x.Grad!.Device == second && x.Grad.Eq(3).All().Item<bool>(), "a graph over both devices");
        Torch.Cuda.ManualSeedAll(5);
        if (!SmallDevice.Is(first))
        {
            // Not on the tests' stand-in, which draws from the CPU's generator.
            report.Check(Bits.Of(Torch.Rand([9], device: first)) == Bits.Of(Torch.Rand([9], device: second)), "the same seed gives the same numbers on both");
        }

        using (Torch.OnDevice(second))
        {
            report.Check(Torch.Ones(1).Device == second && Torch.Cuda.CurrentDevice() == 0, "the default device is not the current one");
        }

        using (Torch.Cuda.Device(1))
        {
            report.Check(Torch.Ones([1], device: "cuda").Device == second, "cuda without a number is the current device");
        }
    }

    private static void OnSecond(Device device)
    {
        using var stream = Torch.Cuda.NewStream(device);
        using (Torch.Cuda.Stream(stream))
        using (DeviceEvent start = new(enableTiming: true), end = new(enableTiming: true))
        {
            start.Record();
            using var x = Torch.Ones([64, 64], device: device);
            using var y = x.Matmul(x);
            end.Record();
            end.Synchronize();
            _ = start.ElapsedTime(end);
        }

        stream.Synchronize();
        Torch.Cuda.Synchronize(device);
    }

    // Calls cuDevicePrimaryCtxGetState, which does not create a context.
    private static bool HasContext(int device)
    {
        var driver = NativeLibrary.Load("libcuda.so.1");
        var ask = (delegate* unmanaged<int, uint*, int*, int>)NativeLibrary.GetExport(driver, "cuDevicePrimaryCtxGetState");
        uint flags;
        int active;
        return ask(device, &flags, &active) == 0 && active != 0;
    }
}
