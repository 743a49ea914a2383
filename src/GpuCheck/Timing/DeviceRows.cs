namespace LibTorch.GpuCheck.Timing;

/// <summary>Rows that are only relevant on a device: large products, and copies to it. python/device_rows.py has the same rows.</summary>
internal static class DeviceRows
{
    public static Action<long> Zeros(Device device) => n =>
    {
        for (var i = 0L; i < n; i++)
        {
            using var y = Torch.Zeros([4], device: device);
        }
    };

    public static Action<long> Matmul(Device device, long size, DType dtype, string precision)
    {
        var (a, b) = (Torch.Randn([size, size], device: device).To(dtype), Torch.Randn([size, size], device: device).To(dtype));
        return n =>
        {
            var before = Torch.GetFloat32MatmulPrecision();
            Torch.SetFloat32MatmulPrecision(precision);
            for (var i = 0L; i < n; i++)
            {
                using var y = a.Matmul(b);
            }

            Torch.SetFloat32MatmulPrecision(before);
        };
    }

    public static Action<long> Copies(Tensor host, Device device) => n =>
    {
        for (var i = 0L; i < n; i++)
        {
            using var y = host.To(device, nonBlocking: true);
        }
    };
}
