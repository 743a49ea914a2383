using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Checks of recurrent layers' arguments, with the messages of the running version's Python.</summary>
internal static class RecurrentChecks
{
    /// <summary>Checks the number of dimensions of an input that is not packed.</summary>
    public static void Dimensions(string layer, Tensor input)
    {
        if (input.NDim is not (2 or 3) && LibraryCalls.IsAtLeast(2, 6))
        {
            throw new TorchValueException($"{layer}: Expected input to be 2D or 3D, got {input.NDim}D {(layer == "RNN" ? "tensor " : "")}instead");
        }
    }

    /// <summary>Checks the number of dimensions of the initial states: one more with a batch.</summary>
    public static void StateDimensions(Tensor[] states, bool isBatched)
    {
        var expected = isBatched ? 3 : 2;
        if (Array.TrueForAll(states, state => state.NDim == expected))
        {
            return;
        }

        var found = string.Join(", ", states.Select(state => $"{state.NDim}-D"));
        throw new TorchException(
            $"For {(isBatched ? "batched 3-D" : "unbatched 2-D")} input, {(states.Length == 1 ? "hx" : "hx and cx")} should also be {expected}-D but got {(states.Length == 1 ? $"{found} tensor" : $"({found}) tensors")}");
    }

    /// <summary>Checks the dtype and extents of the input, packed or with a batch.</summary>
    public static void Input(Tensor input, bool isPacked, long inputSize, DType dtype)
    {
        if (input.DType != dtype && LibraryCalls.IsAtLeast(2, 6) && !IsAutocast())
        {
            throw new TorchValueException(LibraryCalls.IsAtLeast(2, 14)
                ? $"RNN input dtype ({input.DType}) does not match weight dtype ({dtype}). Convert input: input.to({dtype}), or convert model: model.to({input.DType})"
                : $"input must have the type {dtype}, got type {input.DType}");
        }

        var dimensions = isPacked ? 2 : 3;
        if (input.NDim != dimensions)
        {
            throw new TorchException($"input must have {dimensions} dimensions, got {input.NDim}");
        }

        if (input.Shape[^1] != inputSize)
        {
            throw new TorchException($"input.size(-1) must be equal to input_size. Expected {inputSize}, got {input.Shape[^1]}");
        }
    }

    /// <summary>Checks the extents of a state.</summary>
    public static void State(Tensor state, long[] expected, string name)
    {
        if (!state.Shape.SequenceEqual(expected))
        {
            throw new TorchException($"Expected {name} size {PythonText.Tuple(expected)}, got {PythonText.List([.. state.Shape])}");
        }
    }

    /// <summary>Checks the number of dimensions of a cell's input and states.</summary>
    public static void Cell(string cell, Tensor input, params ReadOnlySpan<(string Name, Tensor? State)> states)
    {
        var isNew = LibraryCalls.IsAtLeast(2, 6);
        if (input.NDim is not (1 or 2))
        {
            throw isNew
                ? new TorchValueException($"{cell}: Expected input to be 1D or 2D, got {input.NDim}D instead")
                : new TorchException($"{cell}: Expected input to be 1-D or 2-D but received {input.NDim}-D tensor");
        }

        foreach (var (name, state) in states)
        {
            if (isNew && state is { NDim: not (1 or 2) })
            {
                throw new TorchValueException($"{cell}: Expected {name} to be 1D or 2D, got {state.NDim}D instead");
            }
        }
    }

    private static bool IsAutocast() => Torch.IsAutocastEnabled(Device.Cpu) || Torch.IsAutocastEnabled(Device.Cuda);
}
