using LibTorch.Interop;

namespace LibTorch;

/// <summary>Tests that zero and undefined output gradients give zero input gradients.</summary>
internal static class ZeroGradcheck
{
    private const string Notes = " Please look at \"Notes about undefined output gradients\" in \"tools/autograd/derivatives.yaml\"";

    /// <summary>Zero output gradients must give zero input gradients, of the inputs' dtype, device and size.</summary>
    public static void MultipliedByGradOutput(GradcheckCase at, bool masked)
    {
        var inputs = at.DifferentiableInputs;
        var zeros = Array.ConvertAll<Tensor, Tensor?>(at.Outputs, output => output.ZerosLike(memoryFormat: MemoryFormat.Contiguous));
        var grads = Torch.Autograd.Grad(at.Outputs, inputs, zeros, allowUnused: true);
        foreach (var (found, input) in grads.Zip(inputs))
        {
            if (found is null)
            {
                continue;
            }

            if (found.Layout != Layout.Strided && found.Layout != input.Layout)
            {
                throw new GradcheckException($"grad is incorrect layout ({found.Layout.TorchName()} is not {input.Layout.TorchName()})");
            }

            RequireSparseDims(found, input);
            var grad = found.Layout == Layout.Strided ? found : found.ToDense();
            if (masked ? !Torch.Allclose(grad, grad.ZerosLike()) : !(bool)grad.Eq(0).All())
            {
                throw new GradcheckException("backward not multiplied by grad_output");
            }

            Require(grad.DType == input.DType, "type");

            // PyTorch 1 has the same message for dtype and device.
            Require(grad.Device == input.Device, LibraryCalls.IsAtLeast(2, 0) ? "device" : "type");
            Require(grad.Shape == input.Shape, "size");
        }
    }

    /// <summary>
    /// Reverse mode must treat undefined output gradients as zeros; tested with all of them undefined, and one at a time.
    /// </summary>
    public static void UndefinedBackward(GradcheckCase at)
    {
        Check(Array.ConvertAll(Outputs(), Undefined));
        var count = at.Outputs.Length;
        for (var i = 0; count > 1 && i < count; i++)
        {
            Check([.. Outputs().Select((output, o) => o == i ? Undefined(output) : output)]);
        }

        Tensor[] Outputs() => GradcheckCase.Differentiable(at.Function(at.Inputs));

        static Tensor Undefined(Tensor output) => Tensor.Own(ForwardModeCalls.UndefinedGrad(output))!;

        void Check(Tensor[] outputs)
        {
            var grads = Grads(outputs, at.DifferentiableInputs);
            if (Array.Exists(grads, grad => grad is not null && !(bool)grad.Eq(0).All()))
            {
                throw new GradcheckException("Expected all input grads to be undefined or zero when all output grads are undefined or zero." + Notes);
            }
        }
    }

    /// <summary>Forward mode must treat an undefined tangent as a zero tangent.</summary>
    public static void UndefinedForward(GradcheckCase at)
    {
        using var generator = new Generator();
        var inputs = at.DifferentiableInputs;
        var directions = Array.ConvertAll(inputs, input => FastGradcheck.Vector(input, generator, real: true));
        using var level = Torch.Autograd.ForwardAD.DualLevel();
        var duals = at.Inputs.ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            duals[at.InputIndices[i]] = Torch.Autograd.ForwardAD.MakeDual(inputs[i].Detach(), directions[i].ViewAs(inputs[i]).Clone());
        }

        foreach (var index in at.InputIndices)
        {
            var input = at.Inputs[index];
            var zero = Tangents(at, [.. duals[..index], Torch.Autograd.ForwardAD.MakeDual(input.Detach(), input.ZerosLike()), .. duals[(index + 1)..]]);
            var none = Tangents(at, [.. duals[..index], input.Detach(), .. duals[(index + 1)..]]);
            for (var o = 0; o < zero.Length; o++)
            {
                if (zero[o] is { } expected && none[o] is { } got && !Torch.Allclose(expected, got))
                {
                    throw new GradcheckException(
                        $"('Mismatch in tangent values for output with index: ', {o}, ' when input: ', {input}, ' has an undefined tangent value. ', ' Got: ', {expected}, ' but expected: ', {got})");
                }
            }
        }
    }

    private static Tensor?[] Tangents(GradcheckCase at, Tensor[] inputs) => Array.ConvertAll(
        Array.FindAll(at.Function(inputs), GradcheckCase.HasDerivatives), output => Torch.Autograd.ForwardAD.UnpackDual(output).Tangent);

    private static Tensor?[] Grads(Tensor[] outputs, Tensor[] inputs)
    {
        var zeros = Array.ConvertAll<Tensor, Tensor?>(outputs, output => output.ZerosLike(memoryFormat: MemoryFormat.Contiguous));
        try
        {
            return Torch.Autograd.Grad(outputs, inputs, zeros, allowUnused: true);
        }
        catch (TorchException error)
        {
            throw new GradcheckException("Expected backward function to handle undefined output grads." + Notes, error);
        }
    }

    private static void RequireSparseDims(Tensor grad, Tensor input)
    {
        if (grad.Layout != Layout.Sparse)
        {
            return;
        }

        var tells = LibraryCalls.IsAtLeast(2, 0);
        foreach (var (name, got, expected) in new[] { ("sparse_dim", grad.SparseDim(), input.SparseDim()), ("dense_dim", grad.DenseDim(), input.DenseDim()) })
        {
            if (got != expected)
            {
                throw new GradcheckException($"grad is sparse tensor, but has incorrect {name}" + (tells ? $" {got}, expected {expected}" : ""));
            }
        }
    }

    private static void Require(bool fits, string what)
    {
        if (!fits)
        {
            throw new GradcheckException($"grad is incorrect {what}");
        }
    }
}
