namespace LibTorch;

/// <summary>Converts functions of one or several tensors, with one or several results, to functions from arrays to arrays.</summary>
internal static class Many
{
    public static Func<Tensor[], Tensor[]> Of(Func<Tensor, Tensor> func, string name)
    {
        ArgumentNullException.ThrowIfNull(func);
        return inputs => [Output(func(inputs[0]), name)];
    }

    public static Func<Tensor[], Tensor[]> Of(Func<Tensor, Tensor[]> func, string name)
    {
        ArgumentNullException.ThrowIfNull(func);
        return inputs => Outputs(func(inputs[0]), name);
    }

    public static Func<Tensor[], Tensor[]> Of(Func<Tensor[], Tensor> func, string name)
    {
        ArgumentNullException.ThrowIfNull(func);
        return inputs => [Output(func(inputs), name)];
    }

    public static Func<Tensor[], Tensor[]> Of(Func<Tensor[], Tensor[]> func, string name)
    {
        ArgumentNullException.ThrowIfNull(func);
        return inputs => Outputs(func(inputs), name);
    }

    private static Tensor Output(Tensor? output, string name) => output ?? throw new TorchTypeException(
        $"The outputs of the user-provided function given to {name} must be either a Tensor or a tuple of Tensors but the given outputs of the user-provided function has type <class 'NoneType'>.");

    private static Tensor[] Outputs(Tensor?[]? outputs, string name)
    {
        if (outputs is null)
        {
            return [Output(null, name)];
        }

        var missing = Array.IndexOf(outputs, null);
        return missing < 0 ? outputs.OfType<Tensor>().ToArray() : throw new TorchTypeException(
            $"The outputs of the user-provided function given to {name} must be either a Tensor or a tuple of Tensors but the value at index {missing} has type <class 'NoneType'>.");
    }
}
