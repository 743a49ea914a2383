namespace LibTorch.Interop;

/// <summary>A thread's pool of holders to reuse, and the scope that its new tensors belong to.</summary>
internal sealed class TensorPool
{
    private const int Size = 64;

    private readonly TensorHolder?[] _holders = new TensorHolder?[Size];
    private int _count;

    public static TensorPool Current => Arena.Current.Tensors;

    /// <summary>The innermost open scope, which disposes of the tensors created in it.</summary>
    public TensorFrame? Frame { get; set; }

    public TensorHolder? Take()
    {
        if (_count == 0)
        {
            return null;
        }

        // The pool drops its reference, so that the garbage collector sees when nothing else holds the holder.
        ref var place = ref _holders[--_count];
        var holder = place;
        place = null;
        return holder;
    }

    public void GiveBack(TensorHolder holder)
    {
        if (_count < Size)
        {
            _holders[_count++] = holder;
        }
    }
}
