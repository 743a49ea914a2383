namespace LibTorch.Interop;

/// <summary>What a thread has for the tensors that it makes: holders to use again, and the scope that they belong to.</summary>
internal sealed class TensorPool
{
    private const int Size = 64;

    private readonly TensorHolder?[] _holders = new TensorHolder?[Size];
    private int _count;

    public static TensorPool Current => Arena.Current.Tensors;

    /// <summary>The innermost open block that disposes of what is made in it.</summary>
    public TensorFrame? Frame { get; set; }

    public TensorHolder? Take()
    {
        if (_count == 0)
        {
            return null;
        }

        // The pool lets go of it: the collector must see when nothing else holds it.
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
