namespace LibTorch;

/// <summary>jacobian and hessian of torch.autograd.functional, on several inputs and outputs.</summary>
internal static class Matrices
{
    private const string Here = "torch.autograd.functional.jacobian: ";

    /// <summary>For each output, its Jacobian with respect to each input.</summary>
    public static Tensor[][] Jacobian(
        Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given, bool createGraph, bool strict, bool vectorize, JacobianStrategy strategy)
    {
        if (strategy == JacobianStrategy.ForwardMode)
        {
            RequireForwardMode(createGraph, strict, vectorize);
            return Forward(func, given);
        }

        using var mode = Torch.EnableGrad();
        var inputs = Steps.Prepare(given, createGraph, needGraph: true);
        var outputs = func(inputs);
        Strict.RequireOutputs(outputs, strict);
        if (vectorize && strict)
        {
            throw new TorchException(
                Here + "`strict=True` and `vectorized=True` are not supported together. Please either set `strict=False` or `vectorize=False`.");
        }

        var blocks = vectorize ? AtOnce(outputs, inputs, createGraph) : RowByRow(outputs, inputs, createGraph, strict);
        return Array.ConvertAll(blocks, row => Steps.Finish(row, createGraph));
    }

    /// <summary>The second derivatives with respect to each pair of inputs.</summary>
    public static Tensor[][] Hessian(
        Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given, bool createGraph, bool strict, bool vectorize, JacobianStrategy outerStrategy)
    {
        return Jacobian(FirstDerivative, given, createGraph, strict, vectorize, outerStrategy);

        Tensor[] FirstDerivative(Tensor[] inputs)
        {
            if (outerStrategy == JacobianStrategy.ForwardMode)
            {
                Array.ForEach(inputs, input => input.RequiresGrad_());
            }

            var jacobian = Jacobian(Scalar, inputs, createGraph: true, strict: false, vectorize: false, JacobianStrategy.ReverseMode)[0];
            Strict.RequireJacobian(jacobian, strict);
            return jacobian;
        }

        Tensor[] Scalar(Tensor[] inputs)
        {
            var outputs = func(inputs);
            Strict.RequireOutputs(outputs, strict);
            Steps.RequireScalar(outputs, several: false, "hessian");
            return [outputs[0].Squeeze()];
        }
    }

    private static void RequireForwardMode(bool createGraph, bool strict, bool vectorize)
    {
        if (createGraph)
        {
            throw new TorchNotImplementedException(
                Here + "`create_graph=True` and `strategy=\"forward-mode\"` are not supported together (yet). Please either set `create_graph=False` or `strategy=\"reverse-mode\"`.");
        }

        if (strict)
        {
            throw new TorchException(
                Here + "`strict=True` and `strategy=\"forward-mode\"` are not supported together (yet). Please either set `strict=False` or `strategy=\"reverse-mode\"`.");
        }

        if (!vectorize)
        {
            throw new TorchNotImplementedException("Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for `vectorize=True`.");
        }
    }

    // All rows in one batched call.
    private static Tensor[][] AtOnce(Tensor[] outputs, Tensor[] inputs, bool createGraph)
    {
        var sizes = Array.ConvertAll(outputs, output => output.Numel);
        var flat = Array.ConvertAll(outputs, output => output.Reshape(-1));
        var grads = Steps.Grad(flat, inputs, StandardBasis.Flat(outputs, sizes.Sum()), createGraph, batched: true);
        var byInput = grads.Select((grad, i) =>
            (grad ?? inputs[i].ZerosLike().Expand((ReadOnlySpan<long>)[sizes.Sum(), .. inputs[i].Shape])).SplitWithSizes(sizes, 0)).ToArray();
        return [.. outputs.Select((output, o) => inputs.Select((input, i) => byInput[i][o].View((ReadOnlySpan<long>)[.. output.Shape, .. input.Shape])).ToArray())];
    }

    private static Tensor[][] RowByRow(Tensor[] outputs, Tensor[] inputs, bool createGraph, bool strict)
    {
        return [.. outputs.Select((output, o) =>
        {
            var rows = Array.ConvertAll(inputs, _ => new List<Tensor>());
            for (var element = 0L; element < output.Numel; element++)
            {
                var grads = Steps.Grad([output.Reshape(-1)[element]], inputs, null, createGraph, retainGraph: true);
                for (var i = 0; i < inputs.Length; i++)
                {
                    rows[i].Add(Row(grads[i], inputs[i], o, i));
                }
            }

            return rows.Select((list, i) => Torch.Stack([.. list], 0).View((ReadOnlySpan<long>)[.. output.Shape, .. inputs[i].Shape])).ToArray();
        })];

        Tensor Row(Tensor? grad, Tensor input, int o, int i)
        {
            if (grad is null)
            {
                return strict
                    ? throw new TorchException($"Output {o} of the user-provided function is independent of input {i}. This is not allowed in strict mode.")
                    : input.ZerosLike();
            }

            return !strict || !createGraph || grad.RequiresGrad ? grad : throw new TorchException(
                $"The jacobian of the user-provided function is independent of input {o}. This is not allowed in strict mode when create_graph=True.");
        }
    }

    // All columns in one batched call.
    private static Tensor[][] Forward(Func<Tensor[], Tensor[]> func, IReadOnlyList<Tensor> given)
    {
        var inputs = given.ToArray();
        var sizes = Array.ConvertAll(inputs, input => input.Numel);
        Tensor[] primals = [];
        var tangents = BatchedGradients.Map("jvp", StandardBasis.Flat(inputs, sizes.Sum()), directions =>
        {
            using var level = Torch.Autograd.ForwardAD.DualLevel();
            var duals = inputs.Zip(directions, (input, direction) => Torch.Autograd.ForwardAD.MakeDual(input, direction.ViewAs(input)));
            var unpacked = Array.ConvertAll(func([.. duals]), output => Torch.Autograd.ForwardAD.UnpackDual(output));
            primals = Array.ConvertAll(unpacked, output => output.Primal);
            return Array.ConvertAll(unpacked, output => output.Tangent ?? output.Primal.ZerosLike());
        });
        return [.. tangents.Select((tangent, o) => tangent!.SplitWithSizes(sizes, 0).Select((columns, i) =>
            columns.Permute((ReadOnlySpan<long>)[.. Enumerable.Range(1, columns.NDim - 1), 0]).Reshape((ReadOnlySpan<long>)[.. primals[o].Shape, .. inputs[i].Shape])).ToArray())];
    }
}
