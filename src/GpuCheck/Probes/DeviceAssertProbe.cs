using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>A device-side assertion fails in a kernel: after that, CUDA refuses all further work of the process.</summary>
internal static class DeviceAssertProbe
{
    public static void Run(Settings settings, Report report)
    {
        if (settings.Role is not null)
        {
            Trip(settings.Device, report);
            return;
        }

        var lines = Roles.RunToItsEnd(settings, report, "device-assert", "trip");
        report.Check(lines.Exists(line => line.StartsWith("assert: ", StringComparison.Ordinal) && line.Contains("device-side assert", StringComparison.Ordinal)), "the wait after it throws, and says what happened");
        report.Check(lines.Exists(line => line.StartsWith("next: ", StringComparison.Ordinal)), "the next call throws a TorchException");
        report.Check(lines.Contains("disposed"), "disposal does not throw");
    }

    private static void Trip(Device device, Report report)
    {
        var x = Torch.Zeros([4], device: device);
        var outside = Torch.Full([1], 1000L, dtype: DType.Int64, device: device);
        using DeviceEvent mark = new();
        Tell("assert", () =>
        {
            _ = x.IndexSelect(0, outside);
            mark.Record();
            Torch.Cuda.Synchronize(device);
        });
        Tell("next", () => _ = Torch.Ones([2], device: device).Sum().Item<float>());
        Tell("copy", () => _ = x.Cpu());
        x.Dispose();
        outside.Dispose();
        mark.Dispose();
        Torch.Memory.Collect();
        report.Say("disposed");
        report.Say("end");

        void Tell(string what, Action action)
        {
            try
            {
                action();
            }
            catch (TorchException error)
            {
                report.Say($"{what}: {error.GetType().Name}: {error.Message.Split('\n')[0]}");
            }
        }
    }
}
