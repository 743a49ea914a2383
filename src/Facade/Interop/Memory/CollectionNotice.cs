namespace LibTorch.Interop;

/// <summary>An object that nobody holds: the runtime finalizes it at each of its older collections, and so tells of them.</summary>
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

    /// <summary>Finalized again and again, it would keep a load context that is being unloaded.</summary>
    public static void End() => _ended = true;
}
