using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Wrong uses of streams and events; in a separate process, because libtorch may end it.</summary>
internal static class StreamsProbe
{
    public static void Run(Settings settings, Report report)
    {
        switch (settings.Role)
        {
            case "numbers":
                Numbers(settings.Device, report);
                report.Say("end");
                break;
            case "times":
                Times(settings.Device, report);
                report.Say("end");
                break;
            default:
                Roles.RunToItsEnd(settings, report, "streams", "numbers");
                Roles.RunToItsEnd(settings, report, "streams", "times");
                break;
        }
    }

    private static void Numbers(Device device, Report report)
    {
        foreach (var id in new[] { -1, 1, 2, 3, 8, 123456, 1L << 40, long.MaxValue, long.MinValue })
        {
            report.Check(Refuses<TorchValueException>(() => _ = new DeviceStream(device, id)), $"the number {id} is refused");
        }

        report.Check(Refuses<TorchException>(() => Torch.Cuda.CurrentStream("cuda:77")), "so is a device that is not there");
        using (var unnumbered = new DeviceStream("cuda"))
        using (Torch.Cuda.Stream(unnumbered))
        {
            report.Check(Works(device), "work on a stream of a device without a number");
        }

        var (least, greatest) = Torch.Cuda.StreamPriorityRange();
        report.Say($"       priorities from {least} to {greatest}");
        foreach (var priority in new[] { -100, greatest, -1, 0 })
        {
            using var stream = Torch.Cuda.NewStream(device, priority);
            using (Torch.Cuda.Stream(stream))
            {
                report.Check(Works(device), $"work on a stream of priority {priority}");
            }
        }

        for (var i = 0; i < 200; i++)
        {
            // More streams than libtorch's pool has, so it hands some out again.
            Torch.Cuda.NewStream(device).Dispose();
        }
    }

    private static void Times(Device device, Report report)
    {
        using DeviceEvent start = new(enableTiming: true), end = new(enableTiming: true), never = new(enableTiming: true);
        Parts.LongWork work = new(device, 200);
        start.Record();
        using var past = work.Start();
        end.Record();
        report.Check(Refuses<TorchException>(() => start.ElapsedTime(end)), "the time of work that is not done is refused");
        report.Check(Refuses<TorchException>(() => start.ElapsedTime(never)), "so is that of an event that was never recorded");
        report.Check(Works(device), "and the next kernel runs");
        end.Synchronize();
        report.Check(start.ElapsedTime(end) > 100, "then the time is told");
    }

    private static bool Works(Device device) => Torch.Ones([10], device: device).Sum().Item<float>() == 10;

    private static bool Refuses<T>(Action action)
        where T : Exception
    {
        try
        {
            action();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
