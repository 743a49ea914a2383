namespace LibTorch.NN;

/// <summary>The parameters of a recurrent layer: each of its layers and directions has the same set, under numbered names.</summary>
internal sealed class RecurrentWeights
{
    private readonly string[] _names;
    private readonly Parameter[] _all;
    private readonly int _groupSize;

    /// <param name="gates">The number of gates: the weights have this many times the state's width as rows.</param>
    /// <param name="shape">The layer's settings.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    public RecurrentWeights(int gates, RecurrentShape shape, Device? device, DType? dtype)
    {
        var rows = gates * shape.HiddenSize;
        List<(string Name, Parameter Parameter)> all = [];
        for (var layer = 0L; layer < shape.NumLayers; layer++)
        {
            for (var direction = 0; direction < shape.Directions; direction++)
            {
                var suffix = $"_l{PythonText.Integer(layer)}{(direction == 1 ? "_reverse" : "")}";
                List<(string, long[])> group =
                [
                    ("weight_ih", [rows, layer == 0 ? shape.InputSize : shape.OutputSize * shape.Directions]),
                    ("weight_hh", [rows, shape.OutputSize]),
                ];
                if (shape.Bias)
                {
                    // The second bias adds nothing to the model, but cuDNN requires it.
                    group.AddRange([("bias_ih", [rows]), ("bias_hh", [rows])]);
                }

                if (shape.ProjSize > 0)
                {
                    group.Add(("weight_hr", [shape.ProjSize, shape.HiddenSize]));
                }

                all.AddRange(group.Select(one => (one.Item1 + suffix, new Parameter(Torch.Empty(one.Item2, dtype: dtype, device: device)))));
                _groupSize = group.Count;
            }
        }

        (_names, _all) = ([.. all.Select(one => one.Name)], [.. all.Select(one => one.Parameter)]);
    }

    private RecurrentWeights(RecurrentWeights other) => (_names, _all, _groupSize) = (other._names, [.. other._all], other._groupSize);

    /// <summary>All parameters in the order that libtorch expects.</summary>
    public Tensor[] Flat => _all;

    /// <summary>The parameters of each layer and direction.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Groups => [.. _all.Chunk(_groupSize)];

    public void List(MemberList members)
    {
        for (var i = 0; i < _all.Length; i++)
        {
            members.Add(_names[i], ref _all[i]);
        }
    }

    /// <summary>A second list of the same parameters, in which a copy of the module replaces them by its own.</summary>
    public RecurrentWeights Again() => new(this);

    /// <summary>Draws new random values for the parameters.</summary>
    public static void Reset(IEnumerable<Parameter> parameters, long hiddenSize)
    {
        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        foreach (var parameter in parameters)
        {
            Init.Uniform_(parameter, -bound, bound);
        }
    }
}
