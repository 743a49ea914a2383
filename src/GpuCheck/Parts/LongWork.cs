namespace LibTorch.GpuCheck.Parts;

/// <summary>Keeps the device busy for about a given time.</summary>
internal sealed class LongWork
{
    private readonly Tensor _x;
    private readonly Tensor _product;
    private readonly int _count;

    public LongWork(Device device, double milliseconds)
    {
        var size = SmallDevice.Is(device) ? 128 : 4096;
        _x = Torch.Randn([size, size], device: device);
        _product = Torch.EmptyLike(_x);
        Queue(3);
        using DeviceEvent start = new(enableTiming: true), end = new(enableTiming: true);
        start.Record();
        Queue(4);
        end.Record();
        end.Synchronize();
        _count = 1 + (int)(milliseconds / (start.ElapsedTime(end) / 4));
    }

    /// <summary>Starts the work and returns an event that completes with it.</summary>
    public DeviceEvent Start()
    {
        Queue(_count);
        DeviceEvent past = new();
        past.Record();
        return past;
    }

    private void Queue(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Torch.MatmulOut(_product, _x, _x);
        }
    }
}
