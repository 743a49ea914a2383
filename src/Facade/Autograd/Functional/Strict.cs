namespace LibTorch;

/// <summary>
/// Strict mode of torch.autograd.functional: an output that does not depend on an input is an error instead of a zero derivative.
/// </summary>
internal static class Strict
{
    private const string NotAllowed = "This is not allowed in strict mode";

    public static void RequireOutputs(IReadOnlyList<Tensor?> tensors, bool strict) => Require(tensors, strict, i =>
        $"Output {i} of the user-provided function does not require gradients. The outputs must be computed in a differentiable manner from the input when running in strict mode.");

    public static void RequireGradInputs(IReadOnlyList<Tensor?> tensors, bool strict) => Require(tensors, strict, i =>
        $"The gradient with respect to input {i} is independent of the inputs of the user-provided function. {NotAllowed}.");

    public static void RequireJacobian(IReadOnlyList<Tensor?> tensors, bool strict) => Require(tensors, strict, i =>
        $"While computing the hessian, found that the jacobian of the user-provided function with respect to input {i} is independent of the input. {NotAllowed}. "
        + "You should ensure that your function is twice differentiable and that the jacobian depends on the inputs (this would be violated by a linear function for example).");

    public static void RequireHessian(IReadOnlyList<Tensor?> tensors, bool strict) => Require(tensors, strict, i =>
        $"The hessian of the user-provided function with respect to input {i} is independent of the input. {NotAllowed}. "
        + "You should ensure that your function is thrice differentiable and that the hessian depends on the inputs.");

    /// <summary>The gradients, with zeros in place of absent ones; in strict mode those are errors.</summary>
    public static Tensor[] Fill(Tensor?[] grads, IReadOnlyList<Tensor> like, bool strict, bool createGraph, Stage stage) =>
        [.. grads.Select((grad, i) =>
        {
            if (grad is null)
            {
                return strict ? throw new TorchException(Absent(i, stage)) : like[i].ZerosLike();
            }

            return !strict || !createGraph || grad.RequiresGrad ? grad : throw new TorchException(
                $"The {(stage is Stage.Back or Stage.BackTrick ? "jacobian" : "hessian")} of the user-provided function is independent of input {i}. {NotAllowed} when create_graph=True.");
        })];

    private static string Absent(int i, Stage stage) => stage switch
    {
        Stage.Back => $"The output of the user-provided function is independent of input {i}. {NotAllowed}.",
        Stage.BackTrick =>
            $"The gradient with respect to the input is independent of entry {i} in the grad_outputs when using the double backward trick to compute forward mode gradients. {NotAllowed}.",
        Stage.DoubleBack => $"The jacobian of the user-provided function is independent of input {i}. {NotAllowed}.",
        _ => $"The hessian of the user-provided function is independent of entry {i} in the grad_jacobian. {NotAllowed} as it prevents from using the double backward trick to replace forward mode AD.",
    };

    private static void Require(IReadOnlyList<Tensor?> tensors, bool strict, Func<int, string> message)
    {
        for (var i = 0; strict && i < tensors.Count; i++)
        {
            if (tensors[i] is not { } tensor)
            {
                throw new TorchException($"The output of the user-provided function is independent of input {i}. {NotAllowed}.");
            }

            if (!tensor.RequiresGrad)
            {
                throw new TorchException(message(i));
            }
        }
    }
}
