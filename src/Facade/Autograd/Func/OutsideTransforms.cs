using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block that reads tensors as they are, also inside a transformed function, whose levels would wrap each result.</summary>
internal readonly ref struct OutsideTransforms
{
    private readonly bool _before;
    private readonly bool _entered;

    private OutsideTransforms(bool before) => (_before, _entered) = (before, true);

    public static OutsideTransforms Enter() => TransformCalls.AreActive ? new(TransformCalls.PassBy(true)) : default;

    /// <summary>The tensor that the levels of grad and jvp were put around; one of vmap has no elements of its own, and is given as it is.</summary>
    public static Tensor? Inside(Tensor tensor)
    {
        var (transform, _, _, handle) = TransformCalls.Describe(tensor);
        var value = Tensor.Own(handle);
        if (value is null || transform == Transform.Vmap)
        {
            value?.Dispose();
            return null;
        }

        if (Inside(value) is { } deeper)
        {
            value.Dispose();
            return deeper;
        }

        return value;
    }

    public void Dispose()
    {
        if (_entered)
        {
            TransformCalls.PassBy(_before);
        }
    }
}
