namespace LibTorch;

/// <summary>A function and the inputs at which one comparison evaluates its gradients.</summary>
/// <param name="Function">The function, or its real or imaginary part.</param>
/// <param name="Inputs">Its arguments.</param>
/// <param name="FunctionOutputs">All outputs of the function for these inputs.</param>
/// <param name="ComplexIndices">
/// Which outputs (in forward mode: inputs) are complex, if real and imaginary parts are compared separately.
/// </param>
/// <param name="IsImaginary">Whether the imaginary part is compared.</param>
/// <param name="IsForward">Whether forward mode is tested.</param>
internal sealed record GradcheckCase(
    Func<Tensor[], Tensor[]> Function, Tensor[] Inputs, Tensor[] FunctionOutputs, int[]? ComplexIndices = null, bool IsImaginary = false, bool IsForward = false)
{
    /// <summary>The outputs that can be differentiated.</summary>
    public Tensor[] Outputs { get; } = Differentiable(FunctionOutputs);

    /// <summary>The positions of the inputs that require grad.</summary>
    public int[] InputIndices { get; } = [.. Enumerable.Range(0, Inputs.Length).Where(i => Inputs[i].RequiresGrad)];

    public Tensor[] DifferentiableInputs => Array.ConvertAll(InputIndices, i => Inputs[i]);

    public static Tensor[] Differentiable(Tensor[] outputs) => Array.FindAll(outputs, output => output.RequiresGrad);

    public static bool HasDerivatives(Tensor tensor) => tensor.DType is { IsFloatingPoint: true } or { IsComplex: true };

    public string Mismatch(Tensor analytical, Tensor numerical, int output, int input)
    {
        var isComplex = ComplexIndices?.Contains(IsForward ? input : output) ?? false;
        var prefix = isComplex ? $"While considering the {(IsImaginary ? "imaginary" : "real")} part of complex {(IsForward ? "inputs" : "outputs")} only, " : "";
        var mode = IsForward ? "computed with forward mode " : "";

        // PyTorch 2.14 formats the tensors, which shows a single number without "tensor()"; earlier releases print them.
        // The check assumes that this changed in 2.10.
        Func<Tensor, string> text = Interop.LibraryCalls.IsAtLeast(2, 10) ? GradcheckAdvice.Formatted : tensor => tensor.ToString();
        return $"{prefix}Jacobian {mode}mismatch for output {output} with respect to input {input},\nnumerical:{text(numerical)}\nanalytical:{text(analytical)}\n";
    }

    /// <summary>Whether two tensors are close, after conversion to their common dtype.</summary>
    public static bool AllClose(Tensor a, Tensor b, double rtol, double atol)
    {
        var dtype = Torch.PromoteTypes(a.DType, b.DType);
        return Torch.Allclose(a.To(dtype), b.To(dtype), rtol, atol);
    }
}
