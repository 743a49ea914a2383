namespace LibTorch;

/// <summary>vjp, jvp, vhp and hvp of torch.autograd.functional, on several inputs and outputs.</summary>
internal static class Products
{
    private const string NoVector = "The vector v can only be None if ";
    private const string ForOutput = NoVector + "the user-provided function returns a single Tensor with a single element.";
    private const string ForInput = NoVector + "the input to the user-provided function is a single Tensor with a single element.";

    public static (Tensor[] Outputs, Tensor[] Product) Vjp(
        Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given, IReadOnlyList<Tensor>? v, bool createGraph, bool strict, bool severalOutputs)
    {
        Tensor[] inputs, outputs;
        Tensor[]? vector;
        using (Torch.EnableGrad())
        {
            inputs = Steps.Prepare(given, createGraph, needGraph: true);
            outputs = func(inputs);
            Strict.RequireOutputs(outputs, strict);
            vector = Steps.Vector(v, outputs, severalOutputs, createGraph, ForOutput);
        }

        using var mode = Torch.SetGradEnabled(createGraph || Torch.IsGradEnabled());
        var product = Strict.Fill(Steps.Grad(outputs, inputs, vector, createGraph), inputs, strict, createGraph, Stage.Back);
        return (Steps.Finish(outputs, createGraph), Steps.Finish(product, createGraph));
    }

    public static (Tensor[] Outputs, Tensor[] Product) Jvp(
        Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given, IReadOnlyList<Tensor>? v, bool createGraph, bool strict, bool severalInputs)
    {
        Tensor[] outputs, vectors;
        Tensor?[] gradInputs;
        Tensor[]? vector;
        using (Torch.EnableGrad())
        {
            var inputs = Steps.Prepare(given, createGraph, needGraph: true);
            vector = Steps.Vector(v, inputs, severalInputs, createGraph, ForInput);
            outputs = func(inputs);
            Strict.RequireOutputs(outputs, strict);

            // The double backward trick: vjp is linear in these vectors, so its derivative with respect to them gives the jvp.
            vectors = Array.ConvertAll(outputs, output => output.ZerosLike().RequiresGrad_());
            gradInputs = Steps.Grad(outputs, inputs, vectors, createGraph: true);
            Strict.RequireGradInputs(gradInputs, strict);
        }

        using var mode = Torch.SetGradEnabled(createGraph || Torch.IsGradEnabled());
        var product = Strict.Fill(Steps.Grad(gradInputs, vectors, vector, createGraph), outputs, strict, createGraph, Stage.BackTrick);
        return (Steps.Finish(outputs, createGraph), Steps.Finish(product, createGraph));
    }

    public static (Tensor[] Outputs, Tensor[] Product) Vhp(
        Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given, IReadOnlyList<Tensor>? v, bool createGraph, bool strict, bool severalInputs)
    {
        var first = FirstDerivative("vhp", func, given, v, createGraph, strict, severalInputs);
        using var mode = Torch.SetGradEnabled(createGraph || Torch.IsGradEnabled());
        var grads = Steps.Grad(first.Jacobian, first.Inputs, first.Vector, createGraph);
        var product = Strict.Fill(grads, first.Inputs, strict, createGraph, Stage.DoubleBack);
        return (Steps.Finish(first.Outputs, createGraph), Steps.Finish(product, createGraph));
    }

    public static (Tensor[] Outputs, Tensor[] Product) Hvp(
        Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given, IReadOnlyList<Tensor>? v, bool createGraph, bool strict, bool severalInputs)
    {
        var first = FirstDerivative("hvp", func, given, v, createGraph, strict, severalInputs);
        Tensor[] vectors;
        Tensor?[] twice;
        using (Torch.EnableGrad())
        {
            vectors = Array.ConvertAll(first.Inputs, input => input.ZerosLike().RequiresGrad_());
            twice = Steps.Grad(first.Jacobian, first.Inputs, vectors, createGraph: true);
            Strict.RequireHessian(first.Jacobian, strict);
        }

        using var mode = Torch.SetGradEnabled(createGraph || Torch.IsGradEnabled());
        var product = Strict.Fill(Steps.Grad(twice, vectors, first.Vector, createGraph), first.Inputs, strict, createGraph, Stage.DoubleBackTrick);
        return (Steps.Finish(first.Outputs, createGraph), Steps.Finish(product, createGraph));
    }

    private static (Tensor[] Inputs, Tensor[] Outputs, Tensor?[] Jacobian, Tensor[]? Vector) FirstDerivative(
        string name, Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given, IReadOnlyList<Tensor>? v, bool createGraph, bool strict, bool severalInputs)
    {
        using var mode = Torch.EnableGrad();
        var inputs = Steps.Prepare(given, createGraph, needGraph: true);
        var vector = Steps.Vector(v, inputs, severalInputs, createGraph, ForInput);
        var outputs = func(inputs);
        Strict.RequireOutputs(outputs, strict);
        Steps.RequireScalar(outputs, several: false, name);
        var jacobian = Steps.Grad(outputs, inputs, null, createGraph: true);
        Strict.RequireJacobian(jacobian, strict);
        return (inputs, outputs, jacobian, vector);
    }
}
