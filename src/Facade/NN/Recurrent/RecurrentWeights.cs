namespace LibTorch.NN;

/// <summary>The parameters of a recurrent layer: for each of its layers and directions the same few, under numbered names.</summary>
internal sealed class RecurrentWeights
{
    private readonly List<(string Name, Parameter Parameter)> _all = [];
    private readonly List<IReadOnlyList<Parameter>> _groups = [];

    /// <param name="gates">How many times the width of the state the weights have as rows.</param>
    /// <param name="shape">The layer's settings.</param>
    /// <param name="device">Where they lie; without it, on the default device.</param>
    /// <param name="dtype">Their dtype; without it, the default dtype.</param>
    public RecurrentWeights(int gates, RecurrentShape shape, Device? device, DType? dtype)
    {
        var rows = gates * shape.HiddenSize;
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
                    // The second bias changes nothing: cuDNN wants it.
                    group.AddRange([("bias_ih", [rows]), ("bias_hh", [rows])]);
                }

                if (shape.ProjSize > 0)
                {
                    group.Add(("weight_hr", [shape.ProjSize, shape.HiddenSize]));
                }

                List<(string Name, Parameter Parameter)> made =
                    group.ConvertAll(one => (one.Item1 + suffix, new Parameter(Torch.Empty(one.Item2, dtype: dtype, device: device))));
                _all.AddRange(made);
                _groups.Add(made.ConvertAll(one => one.Parameter));
            }
        }

        Flat = [.. _all.Select(one => one.Parameter)];
    }

    /// <summary>All of them in the order in which libtorch takes them.</summary>
    public Tensor[] Flat { get; }

    /// <summary>Those of each layer and direction.</summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> Groups => _groups;

    public void List(MemberList members) => _all.ForEach(one => members.Add(one.Name, one.Parameter));

    /// <summary>Draws them anew.</summary>
    public static void Reset(IEnumerable<Parameter> parameters, long hiddenSize)
    {
        var bound = hiddenSize > 0 ? 1 / Math.Sqrt(hiddenSize) : 0;
        foreach (var parameter in parameters)
        {
            Init.Uniform_(parameter, -bound, bound);
        }
    }
}
