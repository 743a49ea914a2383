namespace LibTorch;

/// <summary>
/// Whether the block of a guard is still open. Guards are structs, which can be copied, and can be made by default: so the
/// answer lies beside them, for all copies alike, and a default guard has no block.
/// </summary>
internal readonly struct OpenBlock
{
    private readonly Place? _place;
    private readonly ulong _turn;

    private OpenBlock(Place place)
    {
        _place = place;
        _turn = place.Turn;
    }

    public bool IsOpen => _place is { } place && place.Turn == _turn;

    /// <summary>Opens a block of the calling thread.</summary>
    public static OpenBlock Enter()
    {
        var place = Place.Unused;
        if (place is null)
        {
            return new OpenBlock(new Place());
        }

        Place.Unused = place.Next;
        return new OpenBlock(place);
    }

    /// <summary>Closes the block. Says whether it was open: only then there is something to go back to.</summary>
    public bool Leave()
    {
        if (!IsOpen)
        {
            return false;
        }

        var place = _place!;
        place.Turn++;
        place.Next = Place.Unused;
        Place.Unused = place;
        return true;
    }

    // Used again by the thread's next blocks, so that a block allocates nothing. One that is never left goes to the collector.
    private sealed class Place
    {
        [ThreadStatic]
        public static Place? Unused;

        public Place? Next { get; set; }

        /// <summary>How many blocks were closed here.</summary>
        public ulong Turn { get; set; }
    }
}
