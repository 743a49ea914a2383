using System.Collections;

namespace LibTorch.Optim;

/// <summary>Parameters that are optimized with the same options; a dictionary of <c>optimizer.param_groups</c>.</summary>
/// <remarks>
/// Options that are not set take the optimizer's values: <c>new ParamGroup(net.Head.Parameters()) { Lr = 0.1 }</c>. Options without a
/// property are set by Python's name: <c>{ ["nesterov"] = true }</c>.
/// </remarks>
#pragma warning disable CA1710 // PyTorch's name.
public sealed class ParamGroup : IEnumerable<KeyValuePair<string, object?>>
{
    /// <summary>Python's key for the parameters.</summary>
    internal const string ParamsKey = "params";

    private readonly StateDictionary _options = [];

    /// <param name="parameters">The parameters.</param>
    public ParamGroup(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Params = [.. parameters];
    }

    internal ParamGroup(IReadOnlyList<Tensor> parameters, StateDictionary options) => (Params, _options) = (parameters, options);

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Params { get; }

    /// <summary>The options' names, in Python's order.</summary>
    public IEnumerable<string> Keys => _options.Keys;

    /// <summary>The learning rate.</summary>
    public LearningRate Lr
    {
        get => LearningRate.Of(_options["lr"]);
        set => _options["lr"] = value.Value;
    }

    /// <summary>The weight decay.</summary>
    public Scalar WeightDecay
    {
        get => Number("weight_decay");
        set => this["weight_decay"] = value;
    }

    /// <summary>The momentum.</summary>
    public Scalar Momentum
    {
        get => Number("momentum");
        set => this["momentum"] = value;
    }

    /// <summary>The factors of running averages.</summary>
    public (Scalar First, Scalar Second) Betas
    {
        get => _options["betas"] is object?[] pair ? (ToScalar(pair[0]), ToScalar(pair[1])) : throw new KeyNotFoundException("betas");
        set => this["betas"] = value;
    }

    /// <summary>The option of this name; see <see cref="StateDictionary"/> for the types of values.</summary>
    /// <exception cref="KeyNotFoundException">There is no such option.</exception>
    /// <exception cref="ArgumentException">
    /// The value has a type that options cannot have, or the key is that of the parameters, which cannot be replaced.
    /// </exception>
    public object? this[string key]
    {
        get => _options[key];
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            _options[key] = key == ParamsKey ? throw new ArgumentException("The parameters of a group cannot be replaced.", nameof(key)) : PythonValue.Of(value);
        }
    }

    /// <summary>
    /// A group whose parameters have names, as in <c>net.named_parameters()</c>; the state stores the names as <c>param_names</c>.
    /// </summary>
    public static ParamGroup Named<T>(IEnumerable<(string Name, T Parameter)> parameters)
        where T : Tensor
    {
        var named = parameters?.ToList() ?? throw new ArgumentNullException(nameof(parameters));
        return new(named.Select(item => (Tensor)item.Parameter)) { ["param_names"] = named.Select(item => (object?)item.Name) };
    }

    /// <summary>Whether there is an option of this name.</summary>
    public bool ContainsKey(string key) => _options.ContainsKey(key);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _options.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The option as a number; of a tensor, its element.</summary>
    internal double Double(string key) => ToScalar(_options[key]).ToDouble();

    /// <summary>The option as a bool; false if there is no such option.</summary>
    internal bool Flag(string key) => _options.TryGetValue(key, out var value) && value is true;

    internal long Integer(string key) => ToScalar(_options[key]).ToInt64();

    internal string? Text(string key) => (string?)_options[key];

    internal (double First, double Second) Pair(string key)
    {
        var pair = (object?[])_options[key]!;
        return (ToScalar(pair[0]).ToDouble(), ToScalar(pair[1]).ToDouble());
    }

    /// <summary>Sets the option if it is not set yet.</summary>
    internal void SetDefault(string key, object? value) => _options.TryAdd(key, value);

    /// <summary>A copy of the options, with the given list as the entry for the parameters.</summary>
    internal StateDictionary Packed(List<object?> parameters) => new([.. _options, new(ParamsKey, parameters)]);

    private Scalar Number(string key) => ToScalar(_options[key]);

    private static Scalar ToScalar(object? value) => value switch
    {
        double number => number,
        long number => number,
        bool flag => flag,
        Tensor tensor => tensor.Item(),
        _ => throw new InvalidCastException($"{PythonValue.Repr(value)} is no number."),
    };
}
