namespace LibTorch;

/// <summary>
/// Whether the block of a guard is still open. Guards are structs, which can be copied, and can be made by default: so the
/// answer lies beside them, for all copies alike, and a default guard has no block.
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

    /// <summary>Closes the block. Says whether it was open: only then there is something to go back to.</summary>
    public bool Leave()
    {
        if (!IsOpen)
        {
            return false;
        }

        var places = _places!;
        places.Open[_place] = 0;

        // The outer one may have been left before.
        while (places.Count > 0 && places.Open[places.Count - 1] == 0)
        {
            places.Count--;
        }

        return true;
    }

    // A thread's open blocks by the numbers of their turns, so that a block allocates nothing. Where those that are never
    // left have filled the places, the thread gets others, and the full ones go to the collector.
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
