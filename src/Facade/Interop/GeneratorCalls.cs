namespace LibTorch.Interop;

/// <summary>Making and seeding random number generators.</summary>
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

    public static ulong InitialSeed(IHandleOwner generator)
    {
        using var lease = new Lease();
        ulong seed;
        NativeError.Check(Native.ltf_generator_initial_seed(lease.Take(generator), &seed));
        return seed;
    }

    /// <summary>The state of the host's default generator.</summary>
    public static TensorHandle DefaultState()
    {
        nint state;
        NativeError.Check(Native.ltf_random_state(&state));
        return TensorHandle.Own(state)!;
    }

    public static void SetDefaultState(IHandleOwner state)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_set_random_state(lease.Take(state)));
    }
}
