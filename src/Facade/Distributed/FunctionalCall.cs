namespace LibTorch.Distributed;

/// <summary>One call of a functional collective: an operator of <c>_c10d_functional</c>, which finds its group by the name.</summary>
internal sealed class FunctionalCall
{
    private const string Prefix = "_c10d_functional::";

    private readonly Operator _operator;

    /// <param name="name">The operator's name.</param>
    /// <param name="group">The group; null: the default group.</param>
    /// <exception cref="OperatorNotFoundException">This libtorch has no functional collectives.</exception>
    /// <exception cref="TorchValueException">This process is not a member of the group.</exception>
    public FunctionalCall(string name, ProcessGroup? group)
    {
        // The operator comes first: a libtorch without it has no use for the group either.
        _operator = Torch.Ops[Prefix + name];
        Group = group ?? Torch.Distributed.WorldGroup;
        Group.RequireRegistered();
    }

    /// <summary>The group, of which this process is a member.</summary>
    public ProcessGroup Group { get; }

    /// <summary>Waits for the collective whose result this is; returns at once for any other tensor.</summary>
    public static void Wait(Tensor result)
    {
        // Nothing is recorded, as the result is the same tensor, and libtorch has no derivative of waiting.
        using (Torch.NoGrad())
        {
            // The operator returns its argument, so what is disposed of here is only a second reference.
            Torch.Ops[Prefix + "wait_tensor"].InvokeTensor(result).Dispose();
        }
    }

    /// <summary>Runs the collective on one tensor, and waits for the result.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="settings">The operator's arguments between the tensor and the group's name.</param>
    /// <param name="backward">Computes the tensor's gradient from the result's; null: nothing is recorded.</param>
    public Tensor Run(Tensor tensor, object?[] settings, Func<Tensor, Tensor>? backward = null) => Record(
        [NullCheck.Of(tensor)],
        inputs => [_operator.InvokeTensor([inputs[0], .. settings, Group.Name])],
        backward is null ? null : gradients => [backward(gradients[0])])[0];

    /// <summary>Runs the collective on several tensors at once, and waits for the results.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="settings">The operator's arguments between the tensors and the group's name.</param>
    /// <param name="backward">Computes the tensors' gradients from the results'; null: nothing is recorded.</param>
    public Tensor[] RunAll(IReadOnlyList<Tensor> tensors, object?[] settings, Func<Tensor[], Tensor[]>? backward = null) => Record(
        [.. tensors.Select(tensor => NullCheck.Of(tensor))],
        inputs => [.. (IEnumerable<Tensor>)_operator.Invoke([inputs, .. settings, Group.Name])[0]!],
        backward);

    private static Tensor[] Record(Tensor[] inputs, Func<Tensor[], Tensor[]> start, Func<Tensor[], Tensor[]>? backward)
    {
        if (backward is not null)
        {
            return new FunctionalCollective(Finish, backward).Apply(inputs);
        }

        // libtorch has no derivatives of these operators, so whatever it recorded would give no right gradient.
        using (Torch.NoGrad())
        {
            return Finish(inputs);
        }

        Tensor[] Finish(Tensor[] given)
        {
            var results = start(given);
            Array.ForEach(results, Wait);
            return results;
        }
    }
}
