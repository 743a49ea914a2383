using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>An option of an optimizer: a line of the table of optimizers.</summary>
internal sealed record OptimizerOption(string Name, object? Standard)
{
    /// <summary>The first libtorch whose Python has it.</summary>
    public (int Major, int Minor) Since { get; init; }

    /// <summary>The first libtorch whose Python has a default for it.</summary>
    public (int Major, int Minor) RequiredBefore { get; init; }

    /// <summary>Another default, which it had before <see cref="FormerlyBefore"/>.</summary>
    public object? Former { get; init; }

    /// <summary>The first libtorch where the default is <see cref="Standard"/>.</summary>
    public (int Major, int Minor) FormerlyBefore { get; init; }

    /// <summary>Which numbers it takes.</summary>
    public Func<double, bool>? Holds { get; init; }

    /// <summary>The first libtorch whose Python looks.</summary>
    public (int Major, int Minor) HoldsSince { get; init; }

    /// <summary>What Python says of other numbers: {} is the number, {i} its place in a tuple.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>Whether the running libtorch's Python has it.</summary>
    public bool Exists => IsAtLeast(Since);

    /// <summary>Its default in the running libtorch's Python.</summary>
    public object? Default => !IsAtLeast(RequiredBefore) ? OptionTable.Required : IsAtLeast(FormerlyBefore) ? Standard : Former;

    /// <exception cref="TorchValueException">It does not take the value.</exception>
    public void Check(object? value)
    {
        if (Holds is null || !IsAtLeast(HoldsSince) || ReferenceEquals(value, OptionTable.Required))
        {
            return;
        }

        var all = value as object?[] ?? [value];
        for (var i = 0; i < all.Length; i++)
        {
            var number = all[i] switch { double real => real, long integer => integer, Tensor tensor => (double)tensor, _ => double.NaN };
            if (!Holds(number))
            {
                throw new TorchValueException(Refusal
                    .Replace("{i}", PythonText.Integer(i), StringComparison.Ordinal)
                    .Replace("{}", PythonValue.Format(all[i]), StringComparison.Ordinal));
            }
        }
    }

    private static bool IsAtLeast((int Major, int Minor) version) => LibraryCalls.IsAtLeast(version.Major, version.Minor);
}
