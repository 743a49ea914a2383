namespace LibTorch.NN;

/// <summary>
/// The full backward hooks of one call of a module: graph nodes at the module's inputs and outputs collect the gradients that reach them.
/// </summary>
internal sealed class BackwardHooks(Module module, BackwardPreHook[] before, BackwardHook[] after)
{
    private int[]? _inputs;
    private int[]? _outputs;
    private int _inputCount;
    private int _outputCount;
    private IReadOnlyList<Tensor?>? _gradOutputs;

    /// <summary>Inserts a node at the inputs; the module is called with the results.</summary>
    public object?[] AtInputs(object?[] inputs)
    {
        var (parts, places) = BehindNode(inputs, node => node.RegisterHook(InputsReached));
        (_inputCount, _inputs) = (inputs.Length, places);
        return parts;
    }

    /// <summary>Inserts a node at the outputs; the results replace the module's outputs.</summary>
    public object?[] AtOutputs(object?[] outputs)
    {
        var (parts, places) = BehindNode(outputs, node => node.RegisterHook(OutputsReached));
        (_outputCount, _outputs) = (outputs.Length, places);
        return parts;
    }

    // Gradients reach the outputs' node before the inputs' node.
    private IReadOnlyList<Tensor?>? OutputsReached(IReadOnlyList<Tensor?> gradInputs, IReadOnlyList<Tensor?> gradOutputs)
    {
        IReadOnlyList<Tensor?> seen = Spread(_outputs!, gradOutputs, _outputCount);
        foreach (var hook in before)
        {
            if (hook(module, seen) is { } replaced)
            {
                RequireCount("pre hook", "grad_output", replaced.Count, seen.Count);
                seen = replaced;
            }
        }

        if (_inputs is not null)
        {
            _gradOutputs = seen;
        }
        else
        {
            RunWithoutInputs(seen);
        }

        return Gathered(_outputs!, seen);
    }

    private IReadOnlyList<Tensor?>? InputsReached(IReadOnlyList<Tensor?> gradInputs, IReadOnlyList<Tensor?> gradOutputs)
    {
        // A gradient may reach the inputs without passing through the outputs, as in a second backward pass.
        if (_gradOutputs is not { } seen)
        {
            return null;
        }

        IReadOnlyList<Tensor?> result = Spread(_inputs!, gradInputs, _inputCount);
        foreach (var hook in after)
        {
            if (hook(module, result, seen) is { } replaced)
            {
                RequireCount("hook", "grad_input", replaced.Count, result.Count);
                result = replaced;
            }
        }

        _gradOutputs = null;
        return Gathered(_inputs!, result);
    }

    private void RunWithoutInputs(IReadOnlyList<Tensor?> gradOutputs)
    {
        foreach (var hook in after)
        {
            if (hook(module, new Tensor?[_inputCount], gradOutputs) is { } replaced && replaced.Any(gradient => gradient is not null))
            {
                throw new TorchException("Backward hook for Modules where no input requires gradient should always return None or None for all gradients.");
            }
        }
    }

    private static (object?[] Parts, int[]? Places) BehindNode(object?[] parts, Action<Node> register)
    {
        int[] places = [.. Enumerable.Range(0, parts.Length).Where(i => parts[i] is Tensor)];
        var tensors = Array.ConvertAll(places, i => (Tensor)parts[i]!);
        if (!Torch.IsGradEnabled() || !Array.Exists(tensors, tensor => tensor.RequiresGrad))
        {
            return (parts, null);
        }

        var made = new BackwardHookFunction().Apply(tensors);
        register(made.Select(tensor => tensor.GradFn).OfType<Node>().First());
        var replaced = (object?[])parts.Clone();
        for (var i = 0; i < places.Length; i++)
        {
            replaced[places[i]] = made[i];
        }

        return (replaced, places);
    }

    private static Tensor?[] Spread(int[] places, IReadOnlyList<Tensor?> gradients, int count)
    {
        var all = new Tensor?[count];
        for (var i = 0; i < places.Length; i++)
        {
            all[places[i]] = gradients[i];
        }

        return all;
    }

    private static Tensor?[] Gathered(int[] places, IReadOnlyList<Tensor?> all) => Array.ConvertAll(places, i => all[i]);

    private static void RequireCount(string hook, string what, int count, int expected)
    {
        if (count != expected)
        {
            throw new TorchException($"Backward {hook} returned an invalid number of {what}, got {count}, but expected {expected}");
        }
    }
}
