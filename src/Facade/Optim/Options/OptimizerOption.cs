using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>An option of an optimizer: one line of Optimizers.optimizers.txt.</summary>
internal sealed record OptimizerOption(string Name, object? Standard)
{
    /// <summary>The first PyTorch release that has the option.</summary>
    public (int Major, int Minor) Since { get; init; }

    /// <summary>The first PyTorch release in which the option has a default; before, it is required.</summary>
    public (int Major, int Minor) RequiredBefore { get; init; }

    /// <summary>The default before <see cref="FormerlyBefore"/>.</summary>
    public object? Former { get; init; }

    /// <summary>The first PyTorch release in which the default is <see cref="Standard"/>.</summary>
    public (int Major, int Minor) FormerlyBefore { get; init; }

    /// <summary>Whether a number is allowed; null: all are.</summary>
    public Func<double, bool>? Holds { get; init; }

    /// <summary>The first PyTorch release that checks <see cref="Holds"/>.</summary>
    public (int Major, int Minor) HoldsSince { get; init; }

    /// <summary>Python's message for numbers that are not allowed. {} stands for the number, {i} for its index in a tuple.</summary>
    public string Refusal { get; init; } = "";

    /// <summary>Whether the running release has the option.</summary>
    public bool Exists => IsAtLeast(Since);

    /// <summary>The option's default in the running release.</summary>
    public object? Default => !IsAtLeast(RequiredBefore) ? OptionTable.Required : IsAtLeast(FormerlyBefore) ? Standard : Former;

    /// <exception cref="TorchValueException">The value is not allowed.</exception>
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
