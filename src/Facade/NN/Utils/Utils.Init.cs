namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>
    /// A module with uninitialized parameters, created without drawing initial values; <c>skip_init</c>: <c>Utils.SkipInit(device =&gt; new
    /// Linear(3, 4, device: device))</c>.
    /// </summary>
    /// <param name="make">Creates the module on the device that it is given.</param>
    /// <param name="device">The module's device; the CPU unless given.</param>
    public static T SkipInit<T>(Func<Device, T> make, Device? device = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(make);
        return (T)make(new Device(DeviceType.Meta)).ToEmpty(device ?? Device.Cpu);
    }

    /// <summary>
    /// Converts the weights of all two-dimensional convolutions below a module to a memory format;
    /// <c>convert_conv2d_weight_memory_format</c>.
    /// </summary>
    public static T ConvertConv2dWeightMemoryFormat<T>(T module, MemoryFormat memoryFormat)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        foreach (var part in module.Modules.Where(part => part.ClassName is "Conv2d" or "ConvTranspose2d"))
        {
            var weight = part.GetParameter("weight");
            weight.Data = weight.Detach().Clone(memoryFormat).Contiguous(memoryFormat);
        }

        return module;
    }
}
