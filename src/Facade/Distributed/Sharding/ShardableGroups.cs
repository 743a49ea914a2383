using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Distributed;

/// <summary>Checks that the parameters of groups can be divided among ranks. The messages are Python's.</summary>
internal static class ShardableGroups
{
    /// <summary>The groups, whose parameters are dense tensors of one dtype on one kind of device.</summary>
    /// <exception cref="TorchValueException">There are no parameters, or they are not of one dense type.</exception>
    /// <exception cref="TorchTypeException">A group or a parameter is null, or the parameters of a group have names.</exception>
    public static List<ParamGroup> Check(IEnumerable<ParamGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        List<ParamGroup> all = [.. groups];
        if (all.Exists(group => group is null || group.Params.Any(parameter => parameter is null)))
        {
            throw new TorchTypeException("`params` argument should be an iterable of Tensors or dicts");
        }

        if (all.Exists(group => group.ContainsKey("param_names")))
        {
            throw new TorchTypeException("ZeroRedundancyOptimizer supports no parameters with names, in Python either.");
        }

        List<Tensor> parameters = [.. all.SelectMany(group => group.Params)];
        if (parameters.Count == 0)
        {
            throw new TorchValueException("ZeroRedundancyOptimizer got an empty parameter list");
        }

        var type = ParameterText.TypeName(parameters[0]);
        if (parameters[0].IsSparse)
        {
            throw new TorchValueException($"ZeroRedundancyOptimizer only supports using the same dense type for all parameters but got {type}");
        }

        if (parameters.Select(ParameterText.TypeName).FirstOrDefault(name => name != type) is { } other)
        {
            throw new TorchValueException($"ZeroRedundancyOptimizer only supports using the same dense type for all parameters but got both {type} and {other}");
        }

        return all;
    }
}
