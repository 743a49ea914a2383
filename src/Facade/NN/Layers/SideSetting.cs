using System.Collections;

namespace LibTorch.NN;

/// <summary>Sides of a result that a module was given, and whether as one number, which its text shows.</summary>
internal sealed class SideSetting(SideList given) : IReadOnlyList<long?>
{
    private readonly long?[] _sides = given.ToArray();
    private readonly bool _isOne = given.IsOne;

    public int Count => _sides.Length;

    public long? this[int index] => _sides[index];

    /// <summary>As an argument of what is done with the input.</summary>
    /// <exception cref="TorchValueException">The input has no more dimensions than there are sides.</exception>
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
