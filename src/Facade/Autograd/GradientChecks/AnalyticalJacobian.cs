namespace LibTorch;

/// <summary>Jacobians from autograd.</summary>
internal static class AnalyticalJacobian
{
    /// <summary>
    /// The Jacobians of one output by reverse mode, as a matrix for each differentiable input. Runs the backward pass twice to check
    /// that it is deterministic.
    /// </summary>
    /// <param name="at">The function at a point.</param>
    /// <param name="output">The output.</param>
    /// <param name="settings">The tolerance between the two runs, and whether dtypes have to match.</param>
    /// <param name="v">One vector for the output; null: all rows of an identity matrix.</param>
    public static Tensor[] Backward(GradcheckCase at, Tensor output, GradcheckSettings settings, Tensor? v = null)
    {
        var inputs = at.DifferentiableInputs;
        var columns = v is null ? output.Numel : 1;
        var (first, fits, castable) = Stack(Rows(output, inputs, v), inputs, columns);
        var (second, _, _) = Stack(Rows(output, inputs, v), inputs, columns);

        // Python swaps the two results and so reports a wrong size as a dtype mismatch, and the reverse. The messages here are the same.
        if (!fits && settings.CheckGradDTypes)
        {
            throw new GradcheckException("Gradient has dtype mismatch");
        }

        if (!castable)
        {
            throw new GradcheckException("Analytical gradient has incorrect size");
        }

        return Same(first, second, settings.NondetTol) ? first : throw new GradcheckException(
            "Backward is not reentrant, i.e., running backward with same input and grad_output multiple times gives different values, although analytical gradient matches numerical gradient."
            + $"The tolerance for nondeterminism was {GradcheckAdvice.Number(settings.NondetTol)}." + GradcheckAdvice.Nondeterminism);
    }

    /// <summary>
    /// The Jacobians by forward mode: for each differentiable input a matrix for each output, or its product with the input's direction
    /// in <paramref name="all"/>.
    /// </summary>
    public static Tensor[][] Forward(GradcheckCase at, bool checkGradDTypes, Tensor[]? all = null)
    {
        var inputs = at.DifferentiableInputs;
        if (Array.Exists(inputs, input => input.DType.IsComplex))
        {
            throw new TorchValueException("Expected inputs to be non-complex for _get_analytical_jacobian_forward_ad.");
        }

        var kept = Array.FindAll(at.FunctionOutputs, GradcheckCase.HasDerivatives);
        var jacobians = Array.ConvertAll(inputs, input => Array.ConvertAll(kept, output => output.NewZeros([all is null ? input.Numel : 1, output.Numel], layout: Layout.Strided)));
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var duals = Array.ConvertAll(at.Inputs, input => input.RequiresGrad ? Torch.Autograd.ForwardAD.MakeDual(input.Detach(), input.ZerosLike()) : input);
        for (var i = 0; i < inputs.Length; i++)
        {
            var tangent = Torch.Autograd.ForwardAD.UnpackDual(duals[at.InputIndices[i]]).Tangent!;
            if (all is not null)
            {
                tangent.Copy_(all[i].ViewAs(tangent));
                Fill(at, duals, jacobians[i], row: 0, checkGradDTypes);
                tangent.Zero_();
                jacobians[i] = Array.ConvertAll(jacobians[i], jacobian => jacobian.Squeeze(0));
                continue;
            }

            foreach (var (entry, _, row) in GradcheckEntries.Of(tangent))
            {
                entry.Fill_(1);
                Fill(at, duals, jacobians[i], row, checkGradDTypes);
                entry.Fill_(0);
            }
        }

        return jacobians;
    }

    private static void Fill(GradcheckCase at, Tensor[] duals, Tensor[] jacobians, long row, bool checkGradDTypes)
    {
        var outputs = Array.FindAll(at.Function(duals), GradcheckCase.HasDerivatives);
        for (var j = 0; j < outputs.Length; j++)
        {
            var (value, tangent) = Torch.Autograd.ForwardAD.UnpackDual(outputs[j]);
            if (checkGradDTypes && tangent is not null && value.DType.IsComplex != tangent.DType.IsComplex)
            {
                throw new GradcheckException("Forward AD gradient has dtype mismatch.");
            }

            var place = jacobians[j][row];
            _ = tangent is null ? place.Zero_() : place.Copy_(tangent.Reshape(-1));
        }
    }

    // For each input, the gradients of each element of the output, or of the output times v.
    private static List<Tensor?>[] Rows(Tensor output, Tensor[] inputs, Tensor? v)
    {
        var sample = output.Clone();
        var rows = Array.ConvertAll(inputs, _ => new List<Tensor?>());
        if (v is not null)
        {
            Add(v.Reshape((ReadOnlySpan<long>)[.. sample.Shape]));
            return rows;
        }

        var vector = sample.ZerosLike(memoryFormat: MemoryFormat.Contiguous);
        var flat = vector.View(-1);
        for (var j = 0L; j < flat.Numel; j++)
        {
            flat.Zero_();
            flat[j].Fill_(1);
            Add(vector);
        }

        return rows;

        void Add(Tensor direction)
        {
            var grads = Torch.Autograd.Grad([output], inputs, [direction], retainGraph: true, allowUnused: true);
            for (var i = 0; i < grads.Length; i++)
            {
                rows[i].Add(grads[i]?.Clone());
            }
        }
    }

    private static (Tensor[] Jacobians, bool SizesFit, bool DTypesFit) Stack(List<Tensor?>[] rows, Tensor[] inputs, long columns)
    {
        var (sizesFit, dtypesFit) = (true, true);
        var jacobians = Array.ConvertAll(inputs, input => input.NewZeros([input.Numel, columns], layout: Layout.Strided));
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows[i].Count; j++)
            {
                if (rows[i][j] is not { } row)
                {
                    continue;
                }

                if (row.Shape != inputs[i].Shape)
                {
                    sizesFit = false;
                }
                else if (row.DType != inputs[i].DType)
                {
                    dtypesFit = false;
                }

                var dense = row.Layout == Layout.Strided ? row : row.ToDense();
                if (dense.Numel != inputs[i].Numel)
                {
                    throw new TorchException(Interop.LibraryCalls.IsAtLeast(2, 10)
                        ? $"Expected out_jacobian column to have {dense.Numel} elements, but got {inputs[i].Numel}"
                        : "");
                }

                jacobians[i].Select(1, j).Copy_(dense.Reshape(-1));
            }
        }

        return (jacobians, sizesFit, dtypesFit);
    }

    private static bool Same(Tensor[] first, Tensor[] second, double tolerance) =>
        first.Zip(second, (a, b) => a.Numel == 0 || !((a - b).Abs().Max().Item().ToDouble() > tolerance)).All(same => same);
}
