using System.Collections;

namespace LibTorch.Interop;

/// <summary>A list that removes its dead items before it grows, so that they do not pile up in a long-running program.</summary>
internal sealed class SweptList<T>(Predicate<T> isDead) : IEnumerable<T>
{
    private const int FirstSweep = 1024;

    private readonly List<T> _items = [];
    private int _sweepAt = FirstSweep;

    public void Add(T item)
    {
        if (_items.Count >= _sweepAt)
        {
            _items.RemoveAll(isDead);
            _sweepAt = Math.Max(FirstSweep, 2 * _items.Count);
        }

        _items.Add(item);
    }

    public void Clear() => _items.Clear();

    public List<T>.Enumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
