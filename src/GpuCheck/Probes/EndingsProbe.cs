using LibTorch.GpuCheck.Parts;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Programs that end while work is still in progress.</summary>
internal static class EndingsProbe
{
    public static void Run(Settings settings, Report report)
    {
        if (settings.Role is { } role)
        {
            Act(role, settings, report);
            return;
        }

        string[] roles = ["open-blocks", "undisposed", "thread-in-backward", .. settings.OnCuda ? ["queued-work"] : Array.Empty<string>()];
        foreach (var each in roles)
        {
            Roles.RunToItsEnd(settings, report, "endings", each);
        }
    }

    private static void Act(string role, Settings settings, Report report)
    {
        var device = settings.Device;
        var x = Torch.Randn([64, 64], device: device, requiresGrad: true);
        switch (role)
        {
            case "open-blocks":
                OpenBlocks(device, x);
                break;
            case "undisposed":
                x.Matmul(x).Sum().RegisterHook(_ => { });
                break;
            case "thread-in-backward":
                InBackward(x);
                break;
            case "queued-work":
                _ = new LongWork(device, SmallDevice.Is(device) ? 10 : 2000).Start();
                break;
            default:
                throw new UsageException($"there is no role '{role}'");
        }

        report.Say("end");
    }

    // The blocks are never closed, as when a program ends with an unhandled exception.
    private static void OpenBlocks(Device device, Tensor x)
    {
        var place = Torch.OnDevice(device);
        var scope = new TensorScope();
        var casting = Torch.Autocast(device, DType.BFloat16, enabled: device.Type == DeviceType.Cpu);
        var stream = device.Type == DeviceType.Cuda ? Torch.Cuda.Stream(Torch.Cuda.NewStream(device)) : default;
        var current = device.Type == DeviceType.Cuda ? Torch.Cuda.Device(0) : default;
        _ = x.Matmul(x);
    }

    private static void InBackward(Tensor x)
    {
        using ManualResetEventSlim inside = new();
        Thread thread = new(() =>
        {
            var y = x * 2;
            y.RegisterHook(_ =>
            {
                inside.Set();
                Thread.Sleep(Timeout.Infinite);
            });
            y.Sum().Backward();
        }) { IsBackground = true };
        thread.Start();
        inside.Wait();
    }
}
