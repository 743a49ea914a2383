using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A block in which operators bypass the thread's transform levels. Inside a transformed function the levels would
/// otherwise wrap each result, and its elements could not be read.
/// </summary>
internal readonly ref struct OutsideTransforms
{
    private readonly bool _before;
    private readonly bool _entered;

    private OutsideTransforms(bool before) => (_before, _entered) = (before, true);

    public static OutsideTransforms Enter() => TransformCalls.AreActive ? new(TransformCalls.PassBy(true)) : default;

    /// <summary>
    /// The innermost tensor inside the wrappers of grad and jvp levels. Null if the tensor is not wrapped, or is a vmap
    /// level's, which stands for a whole batch instead of one value.
    /// </summary>
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
