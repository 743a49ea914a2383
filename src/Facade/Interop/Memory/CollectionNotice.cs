namespace LibTorch.Interop;

/// <summary>
/// An unreachable object that reports garbage collections: the runtime finalizes it at each collection of the older generations, and the
/// finalizer registers it again.
/// </summary>
internal sealed class CollectionNotice
{
    private static volatile bool _ended;

    private CollectionNotice()
    {
    }

    ~CollectionNotice()
    {
        TensorRegistry.Sweep(GC.MaxGeneration);
        CallbackRoots.Sweep();
        MemoryPressure.Lower();
        if (!_ended)
        {
            GC.ReRegisterForFinalize(this);
        }
    }

    public static void Start() => _ = new CollectionNotice();

    /// <summary>
    /// Stops the reports: an object that is finalized again and again would keep this copy's load context from being unloaded.
    /// </summary>
    public static void End() => _ended = true;
}
