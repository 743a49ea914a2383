namespace LibTorch;

/// <summary>The calling thread's default device: tensors are created there unless a device is given.</summary>
internal static class DefaultDevice
{
    // Whether any thread ever set a default device. Few programs do, and reading this is faster than reading a thread-static field.
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

    /// <summary>Moves the tensor to the given device, or else to the default one; without either, returns it unchanged.</summary>
    public static Tensor Place(Tensor tensor, Device? given)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Or(given) is { } device && device != tensor.Device ? tensor.To(device) : tensor;
    }
}
