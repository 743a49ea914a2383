namespace LibTorch.Interop;

/// <summary>The managed objects that native code holds, each known by a number.</summary>
/// <remarks>
/// They are in a static field and not behind <see cref="System.Runtime.InteropServices.GCHandle"/>s, which would keep this copy's load
/// context alive for as long as libtorch holds one of them.
/// </remarks>
internal static class HeldObjects
{
    private static readonly UninterruptibleLock Changing = new();
    private static readonly Stack<int> Free = [];
    private static object?[] _objects = new object?[64];
    private static int _used;

    /// <summary>A number for the object, valid until it is removed; never zero.</summary>
    public static nint Add(object target)
    {
        using (Changing.Enter())
        {
            if (!Free.TryPop(out var place))
            {
                if (_used == _objects.Length)
                {
                    // A thread that still reads the old array finds the same objects there.
                    var more = new object?[2 * _used];
                    _objects.CopyTo(more, 0);
                    Volatile.Write(ref _objects, more);
                }

                place = _used++;
            }

            _objects[place] = target;
            return place + 1;
        }
    }

    /// <summary>The object that has this number.</summary>
    public static object Target(nint number) => Volatile.Read(ref _objects)[number - 1]!;

    /// <summary>Frees the number, and returns the object that it stood for.</summary>
    public static object Remove(nint number)
    {
        using (Changing.Enter())
        {
            var place = (int)number - 1;
            var target = _objects[place]!;
            _objects[place] = null;
            Free.Push(place);
            return target;
        }
    }
}
