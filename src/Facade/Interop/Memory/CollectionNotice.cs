namespace LibTorch.Interop;

/// <summary>An object that nobody holds: the runtime finalizes it at each of its older collections, and so tells of them.</summary>
internal sealed class CollectionNotice
{
    private CollectionNotice()
    {
    }

    ~CollectionNotice()
    {
        TensorRegistry.Sweep(GC.MaxGeneration);
        CallbackRoots.Sweep();
        MemoryPressure.Lower();
        GC.ReRegisterForFinalize(this);
    }

    public static void Start() => _ = new CollectionNotice();
}
