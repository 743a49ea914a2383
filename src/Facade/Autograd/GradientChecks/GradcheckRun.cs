using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>The steps of gradcheck, in Python's order.</summary>
internal static class GradcheckRun
{
    // As in Python, the imaginary part is compared first, then the real one.
    private static readonly bool[] _parts = [true, false];

    public static bool Run(Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> given, GradcheckSettings settings, bool raiseException)
    {
        ArgumentNullException.ThrowIfNull(given);
        Require(settings.CheckForwardAD || settings.CheckBackwardAD, "Expected at least one of check_forward_ad or check_backward_ad to be True");
        Require(!settings.CheckBatchedGrad || settings.CheckBackwardAD, "Setting check_batched_grad=True requires check_backward_ad to be True");
        Require(!settings.CheckBatchedForwardGrad || settings.CheckForwardAD, "Setting check_batched_forward_grad=True requires check_forward_ad to be True");
        try
        {
            Run(function, [.. given], settings);
            return true;
        }
        catch (GradcheckException) when (!raiseException)
        {
            return false;
        }
    }

    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new TorchException(message);
        }
    }

    private static void Run(Func<Tensor[], Tensor[]> function, Tensor[] inputs, GradcheckSettings settings)
    {
        CheckInputs(inputs, settings);
        var at = new GradcheckCase(function, inputs, function(inputs));
        CheckOutputs(at.Outputs);
        if (settings.CheckBackwardAD)
        {
            CheckBackward(at, settings);
        }

        if (settings.CheckForwardAD)
        {
            CheckForward(at, settings);
        }

        if (settings.CheckBatchedForwardGrad)
        {
            BatchedGradcheck.Forward(at);
        }

        if (!settings.CheckBackwardAD)
        {
            return;
        }

        for (var o = 0; settings.CheckBatchedGrad && o < at.Outputs.Length; o++)
        {
            BatchedGradcheck.Backward(at, o);
        }

        ZeroGradcheck.MultipliedByGradOutput(at, settings.Masked);
        if (settings.CheckUndefinedGrad)
        {
            ZeroGradcheck.UndefinedBackward(at);
        }
    }

    private static void Compare(GradcheckCase at, GradcheckSettings settings)
    {
        if (settings.FastMode)
        {
            FastGradcheck.Check(at, settings);
        }
        else
        {
            SlowGradcheck.Check(at, settings);
        }
    }

    // A complex output is compared as two real ones.
    private static void CheckBackward(GradcheckCase at, GradcheckSettings settings)
    {
        if (!Array.Exists(at.FunctionOutputs, output => output.DType.IsComplex))
        {
            Compare(at, settings);
            return;
        }

        var complex = Enumerable.Range(0, at.Outputs.Length).Where(o => at.Outputs[o].DType.IsComplex).ToArray();
        foreach (var imaginary in _parts)
        {
            Tensor[] Part(Tensor[] inputs) => Array.ConvertAll(at.Function(inputs), output =>
                !output.DType.IsComplex ? output : imaginary ? Torch.Imag(output) : Torch.Real(output));
            Compare(new(Part, at.Inputs, Part(at.Inputs), complex, imaginary), settings);
        }
    }

    // A complex input is compared as two real ones.
    private static void CheckForward(GradcheckCase at, GradcheckSettings settings)
    {
        var complex = Enumerable.Range(0, at.Inputs.Length).Where(i => at.Inputs[i].DType.IsComplex).ToArray();
        var cases = complex.Length == 0
            ? [at with { IsForward = true }]
            : _parts.Select(imaginary => Half(at, complex, imaginary)).ToArray();
        foreach (var half in cases)
        {
            Compare(half, settings);
        }

        foreach (var half in cases.Where(_ => settings.CheckUndefinedGrad))
        {
            ZeroGradcheck.UndefinedForward(half);
        }
    }

    private static GradcheckCase Half(GradcheckCase at, int[] complex, bool imaginary)
    {
        var i = (Scalar)Complex.ImaginaryOne;
        var inputs = Array.ConvertAll(at.Inputs, input => !input.DType.IsComplex ? input : imaginary ? Torch.Imag(input) : Torch.Real(input));
        return new(Whole, inputs, Whole(inputs), complex, imaginary, IsForward: true);

        Tensor[] Whole(Tensor[] parts)
        {
            var whole = parts.ToArray();
            foreach (var index in complex)
            {
                var original = at.Inputs[index];
                whole[index] = imaginary ? Torch.Real(original) + parts[index] * i : parts[index] + Torch.Imag(original) * i;
            }

            return at.Function(whole);
        }
    }

    private static void CheckInputs(Tensor[] inputs, GradcheckSettings settings)
    {
        CheckLayouts(inputs, settings);
        var any = false;
        for (var i = 0; i < inputs.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(inputs[i], nameof(inputs));
            if (!inputs[i].RequiresGrad)
            {
                continue;
            }

            any = true;
            if (inputs[i].DType != DType.Float64 && inputs[i].DType != DType.Complex128)
            {
                Console.Error.WriteLine(
                    $"UserWarning: Input #{i} requires gradient and is not a double precision floating point or complex. This check will likely fail if all the inputs are not of double precision floating point or complex. ");
            }

            var content = GradcheckEntries.Content(inputs[i]);
            if (content.Strides.Zip(content.Shape, (stride, size) => stride <= 0 && size > 1).Any(overlaps => overlaps))
            {
                throw new TorchException(
                    $"The {i}th input has a dimension with stride 0. gradcheck only supports inputs that are non-overlapping to be able to compute the numerical gradients correctly. You should call .contiguous on the input before passing it to gradcheck.");
            }
        }

        if (!any)
        {
            var them = LibraryCalls.IsAtLeast(2, 10) ? "them" : "the them";
            throw new TorchValueException($"gradcheck expects at least one input tensor to require gradient, but none of {them} have requires_grad=True.");
        }
    }

    private static void CheckLayouts(Tensor[] inputs, GradcheckSettings settings)
    {
        var sparse = Array.FindAll(inputs, input => input is not null && input.Layout != Layout.Strided);
        if (sparse.Length > 0 && !settings.Masked && !LibraryCalls.IsAtLeast(2, 0))
        {
            // check_sparse_nnz is the older name of masked.
            throw new GradcheckException("gradcheck expects all tensor inputs are dense when check_sparse_nnz is set to False.");
        }

        if (Array.Exists(sparse, input => input.RequiresGrad && (input.Layout != Layout.Sparse || settings.FastMode)))
        {
            throw new NotSupportedException("gradcheck takes strided inputs, and in slow mode COO ones; call ToSparse and the like inside the function.");
        }
    }

    private static void CheckOutputs(Tensor[] outputs)
    {
        if (Array.Exists(outputs, output => output.Layout != Layout.Strided))
        {
            var how = LibraryCalls.IsAtLeast(2, 0) ? "to_dense(masked_grad=...)" : "to_dense()";
            throw new TorchValueException($"Sparse output is not supported at gradcheck yet. Please call {how} on the output of fn for gradcheck.");
        }
    }
}
