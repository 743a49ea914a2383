namespace LibTorch.Optim;

/// <summary>How often each number occurs; <c>collections.Counter</c>.</summary>
internal sealed class Counter : OrderedDictionary<long, long>
{
    public Counter(IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            this[number] = this.GetValueOrDefault(number) + 1;
        }
    }

    /// <summary>The counter as Python prints it: the most frequent number first.</summary>
    public override string ToString() => Count == 0 ? "Counter()" : $"Counter({{{string.Join(", ", this.OrderByDescending(item => item.Value).Select(item => $"{item.Key}: {item.Value}"))}}})";
}
