namespace LibTorch.Interop;

/// <summary>The objects that native code holds, each by its number.</summary>
/// <remarks>
/// They lie in a static field and not behind <see cref="System.Runtime.InteropServices.GCHandle"/>s, which would keep the
/// load context of this copy of the library for as long as libtorch knows one of them.
/// </remarks>
internal static class HeldObjects
{
    private static readonly UninterruptibleLock Changing = new();
    private static readonly Stack<int> Free = [];
    private static object?[] _objects = new object?[64];
    private static int _used;

    /// <summary>A number for the object, until it is given back; never zero.</summary>
    public static nint Add(object target)
    {
        using (Changing.Enter())
        {
            if (!Free.TryPop(out var place))
            {
                if (_used == _objects.Length)
                {
                    // Whoever reads the old places meanwhile finds there what is his.
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

    /// <summary>Takes the number back; gives what it stood for.</summary>
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
