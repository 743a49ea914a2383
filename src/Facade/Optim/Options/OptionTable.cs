using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>An optimizer's options in the order of its constructor, from Optimizers.optimizers.txt.</summary>
/// <param name="name">The optimizer's name.</param>
/// <param name="options">The options.</param>
/// <param name="orders">
/// The orders of the options in a parameter group, each with the first release that has it, the newest first; none if the order is the
/// constructor's.
/// </param>
internal sealed class OptionTable(string name, OptimizerOption[] options, params ((int Major, int Minor) Since, string Order)[] orders)
{
    /// <summary>A marker instead of a default, for options that are required.</summary>
    public static readonly object Required = new();

    /// <summary>The options of the running release with the given values; null stands for the default.</summary>
    /// <exception cref="TorchValueException">A value is not allowed.</exception>
    /// <exception cref="TorchTypeException">
    /// An option that the running release does not have is set to something other than its default.
    /// </exception>
    public StateDictionary With(params ReadOnlySpan<object?> values)
    {
        var chosen = new StateDictionary();
        for (var i = 0; i < options.Length; i++)
        {
            var (option, given) = (options[i], PythonValue.Of(values[i]));
            if (option.Exists)
            {
                var value = given ?? option.Default;
                CheckSize(option, value);
                option.Check(value);
                chosen[option.Name] = value;
            }
            else if (given is not null && !given.Equals(option.Standard))
            {
                throw new TorchTypeException($"{name}.__init__() got an unexpected keyword argument '{option.Name}'");
            }
        }

        return Ordered(chosen);
    }

    /// <summary>Sets options that default to null or false and that a group loaded from an older state lacks.</summary>
    public void Complete(ParamGroup group)
    {
        foreach (var option in options.Where(option => option.Exists && option.Standard is null or false))
        {
            group.SetDefault(option.Name, option.Standard);
        }
    }

    private StateDictionary Ordered(StateDictionary chosen)
    {
        foreach (var (since, order) in orders)
        {
            if (LibraryCalls.IsAtLeast(since.Major, since.Minor))
            {
                return new(order.Split(' ').Where(chosen.ContainsKey).Select(key => KeyValuePair.Create(key, chosen[key])));
            }
        }

        return chosen;
    }

    private static void CheckSize(OptimizerOption option, object? value)
    {
        if (value is Tensor tensor && option.Name == "lr" && tensor.Numel != 1 && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchValueException("Tensor lr must be 1-element");
        }
    }
}
