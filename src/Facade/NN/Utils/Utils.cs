namespace LibTorch.NN;

/// <summary>Helpers for modules and their parameters; <c>torch.nn.utils</c>.</summary>
public static partial class Utils
{
    /// <summary>The parameters in one vector; <c>parameters_to_vector</c>.</summary>
    /// <exception cref="TorchTypeException">The parameters are on different devices.</exception>
    /// <exception cref="TorchException">There are no parameters, or one of them is not contiguous.</exception>
    public static Tensor ParametersToVector(IEnumerable<Tensor> parameters)
    {
        var all = Listed(parameters);
        RequireOneDevice(all);
        return Torch.Cat([.. all.Select(parameter => parameter.View([-1]))]);
    }

    /// <summary>
    /// Makes the parameters share the memory of their parts of a vector; <c>vector_to_parameters</c>. Nothing is changed if it is too
    /// short.
    /// </summary>
    /// <exception cref="TorchTypeException">The parameters are on different devices.</exception>
    /// <exception cref="TorchException">The vector is too short.</exception>
    public static void VectorToParameters(Tensor vec, IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(vec);
        var all = Listed(parameters);
        RequireOneDevice(all);
        long start = 0;
        var parts = all.ConvertAll(parameter => vec[Slice(ref start, parameter.Numel)].ViewAs(parameter).Data);
        for (var i = 0; i < parts.Count; i++)
        {
            all[i].Data = parts[i];
        }
    }

    private static TensorIndex Slice(ref long start, long count)
    {
        var from = start;
        start += count;
        return TensorIndex.Slice(from, start);
    }

    private static List<Tensor> Listed(IEnumerable<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        List<Tensor> all = [.. tensors];
        return all.TrueForAll(tensor => tensor is not null) ? all : throw new ArgumentException("One of the tensors is null.", nameof(tensors));
    }

    private static void RequireOneDevice(List<Tensor> tensors)
    {
        static long Place(Tensor tensor) => tensor.IsCuda ? tensor.GetDevice() : -1;
        if (tensors.Exists(tensor => Place(tensor) != Place(tensors[0])))
        {
            throw new TorchTypeException("Found two parameters on different devices, this is currently not supported.");
        }
    }
}
