using System.Collections;

namespace LibTorch.NN;

/// <summary>Output sizes that a module was given. Whether they were a single number or a list shows in the module's text.</summary>
internal sealed class SideSetting(SideList given) : IReadOnlyList<long?>
{
    private readonly long?[] _sides = given.ToArray();
    private readonly bool _isOne = given.IsOne;

    public int Count => _sides.Length;

    public long? this[int index] => _sides[index];

    /// <summary>The sizes as an operator's argument, with the input's own extents in place of nulls.</summary>
    /// <exception cref="TorchValueException">The input does not have more dimensions than there are sizes.</exception>
    public static IntList For(Tensor input, IReadOnlyList<long?> sides)
    {
        var setting = (SideSetting)sides;
        return setting._isOne ? setting._sides[0]!.Value : Functional.WithDefaults(input, setting._sides);
    }

    public override string ToString()
    {
        var texts = _sides.Select(side => SettingText.Of(side));
        return _isOne ? texts.First() : $"({string.Join(", ", texts)}{(_sides.Length == 1 ? "," : "")})";
    }

    public IEnumerator<long?> GetEnumerator() => ((IEnumerable<long?>)_sides).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
