namespace LibTorch;

/// <summary>Where the calling thread's tensors are made unless told otherwise.</summary>
internal static class DefaultDevice
{
    // Reading what belongs to a thread takes longer, and few programs set any.
    private static volatile bool _everSet;

    [ThreadStatic]
    private static Device? _current;

    public static Device? Current
    {
        get => _everSet ? _current : null;
        set
        {
            _everSet = true;
            _current = value;
        }
    }

    /// <summary>The given device, or else the default one.</summary>
    public static Device? Or(Device? given) => given ?? Current;

    /// <summary>The tensor on the given device, or else the default one; where it is without either.</summary>
    public static Tensor Place(Tensor tensor, Device? given)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Or(given) is { } device && device != tensor.Device ? tensor.To(device) : tensor;
    }
}
