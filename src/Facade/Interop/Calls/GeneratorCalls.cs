namespace LibTorch.Interop;

/// <summary>Creates and seeds random number generators.</summary>
internal static unsafe class GeneratorCalls
{
    public static GeneratorHandle Create(int deviceType, int deviceIndex)
    {
        nint generator;
        NativeError.Check(Native.ltf_generator_create(deviceType, deviceIndex, &generator));
        return new GeneratorHandle(generator);
    }

    public static void Seed(IHandleOwner generator, ulong seed)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_generator_seed(lease.Take(generator), seed));
    }

    /// <summary>Seeds the generator with a random number from the system, and returns that number.</summary>
    public static ulong DrawSeed(IHandleOwner generator)
    {
        using var lease = new Lease();
        ulong seed;
        NativeError.Check(Native.ltf_generator_draw_seed(lease.Take(generator), &seed));
        return seed;
    }

    public static ulong InitialSeed(IHandleOwner generator)
    {
        using var lease = new Lease();
        ulong seed;
        NativeError.Check(Native.ltf_generator_initial_seed(lease.Take(generator), &seed));
        return seed;
    }

    /// <summary>A device's default generator.</summary>
    public static GeneratorHandle OfDevice(int deviceType, int deviceIndex)
    {
        nint generator;
        NativeError.Check(Native.ltf_generator_of_device(deviceType, deviceIndex, &generator));
        return new GeneratorHandle(generator);
    }

    public static TensorHandle State(IHandleOwner generator)
    {
        using var lease = new Lease();
        nint state;
        NativeError.Check(Native.ltf_generator_state(lease.Take(generator), &state));
        return TensorHandle.Own(state)!.Value;
    }

    public static void SetState(IHandleOwner generator, IHandleOwner state)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_generator_set_state(lease.Take(generator), lease.Take(state)));
    }

    /// <summary>The state of a device's default generator.</summary>
    public static TensorHandle DeviceState(int deviceType, int deviceIndex)
    {
        nint state;
        NativeError.Check(Native.ltf_rng_state(deviceType, deviceIndex, &state));
        return TensorHandle.Own(state)!.Value;
    }

    public static void SetDeviceState(int deviceType, int deviceIndex, IHandleOwner state)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_set_rng_state(deviceType, deviceIndex, lease.Take(state)));
    }
}
