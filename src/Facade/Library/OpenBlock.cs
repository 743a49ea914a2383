namespace LibTorch;

/// <summary>
/// Whether the block of a guard is still open. Guards are structs, which can be copied, so the answer is stored outside of them and is the
/// same for all copies. A default guard has no block.
/// </summary>
internal readonly struct OpenBlock
{
    private readonly Places? _places;
    private readonly int _place;
    private readonly ulong _turn;

    private OpenBlock(Places places)
    {
        _places = places;
        _place = places.Count++;
        _turn = ++places.Turns;
        places.Open[_place] = _turn;
    }

    public bool IsOpen => _places is { } places && places.Open[_place] == _turn;

    /// <summary>Opens a block of the calling thread.</summary>
    public static OpenBlock Enter() => new(Places.Current is { Count: < Places.Size } places ? places : Places.Make());

    /// <summary>Closes the block. Says whether it was open: only then the guard has a previous state to restore.</summary>
    public bool Leave()
    {
        if (!IsOpen)
        {
            return false;
        }

        var places = _places!;
        places.Open[_place] = 0;

        // An outer block may have been closed before this one; its place is freed now.
        while (places.Count > 0 && places.Open[places.Count - 1] == 0)
        {
            places.Count--;
        }

        return true;
    }

    // A thread's open blocks, each with a number of its own, so that opening a block allocates nothing. If blocks that are never closed
    // have filled all places, the thread gets new ones, and the full ones are left to the garbage collector.
    private sealed class Places
    {
        public const int Size = 32;

        [ThreadStatic]
        public static Places? Current;

        public readonly ulong[] Open = new ulong[Size];
        public ulong Turns;
        public int Count;

        public static Places Make() => Current = new Places();
    }
}
