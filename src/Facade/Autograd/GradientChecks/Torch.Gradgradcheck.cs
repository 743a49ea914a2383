namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>
        /// Compares the second derivatives of the function with difference quotients of its gradients; true if they agree;
        /// <c>torch.autograd.gradgradcheck</c>.
        /// </summary>
        /// <param name="func">The function.</param>
        /// <param name="inputs">The inputs at which to check; those that require grad should be float64 or complex128.</param>
        /// <param name="gradOutputs">The output gradients of the first backward pass; null: random ones.</param>
        /// <param name="eps">The step of the difference quotients.</param>
        /// <param name="atol">The absolute tolerance.</param>
        /// <param name="rtol">The relative tolerance.</param>
        /// <param name="genNonContigGradOutputs">Whether the random output gradients are non-contiguous in memory.</param>
        /// <param name="raiseException">Whether wrong gradients raise an error instead of giving false.</param>
        /// <param name="nondetTol">How much the results of two identical backward passes may differ.</param>
        /// <param name="checkUndefinedGrad">Whether to check that undefined gradients are treated as zeros.</param>
        /// <param name="checkGradDTypes">Whether the gradients' dtypes have to match the inputs'.</param>
        /// <param name="checkBatchedGrad">
        /// Whether to compare gradients computed for several vectors in one batched call with those of single calls.
        /// </param>
        /// <param name="checkFwdOverRev">Whether forward mode over reverse mode is checked.</param>
        /// <param name="checkRevOverRev">Whether reverse mode over reverse mode is checked.</param>
        /// <param name="fastMode">Whether to compare only along one random direction.</param>
        /// <param name="masked">Whether to compare only the stored elements of sparse tensors.</param>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradgradcheck(
            Func<Tensor, Tensor> func,
            Tensor inputs,
            Tensor? gradOutputs = null,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool genNonContigGradOutputs = false,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkFwdOverRev = false,
            bool checkRevOverRev = true,
            bool fastMode = false,
            bool masked = false) =>
            LibTorch.Gradgradcheck.Run(
                Many.Of(func, "gradgradcheck"),
                [inputs],
                gradOutputs is null ? null : [gradOutputs],
                genNonContigGradOutputs,
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkFwdOverRev, checkRevOverRev, fastMode, masked),
                raiseException);

        /// <summary>
        /// Compares the second derivatives of the function with difference quotients of its gradients; true if they agree;
        /// <c>torch.autograd.gradgradcheck</c>.
        /// </summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradgradcheck(
            Func<Tensor, Tensor[]> func,
            Tensor inputs,
            IReadOnlyList<Tensor>? gradOutputs = null,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool genNonContigGradOutputs = false,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkFwdOverRev = false,
            bool checkRevOverRev = true,
            bool fastMode = false,
            bool masked = false) =>
            LibTorch.Gradgradcheck.Run(
                Many.Of(func, "gradgradcheck"),
                [inputs],
                gradOutputs,
                genNonContigGradOutputs,
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkFwdOverRev, checkRevOverRev, fastMode, masked),
                raiseException);

        /// <summary>
        /// Compares the second derivatives of the function with difference quotients of its gradients; true if they agree;
        /// <c>torch.autograd.gradgradcheck</c>.
        /// </summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradgradcheck(
            Func<Tensor[], Tensor> func,
            IReadOnlyList<Tensor> inputs,
            Tensor? gradOutputs = null,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool genNonContigGradOutputs = false,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkFwdOverRev = false,
            bool checkRevOverRev = true,
            bool fastMode = false,
            bool masked = false) =>
            LibTorch.Gradgradcheck.Run(
                Many.Of(func, "gradgradcheck"),
                inputs,
                gradOutputs is null ? null : [gradOutputs],
                genNonContigGradOutputs,
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkFwdOverRev, checkRevOverRev, fastMode, masked),
                raiseException);

        /// <summary>
        /// Compares the second derivatives of the function with difference quotients of its gradients; true if they agree;
        /// <c>torch.autograd.gradgradcheck</c>.
        /// </summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradgradcheck(
            Func<Tensor[], Tensor[]> func,
            IReadOnlyList<Tensor> inputs,
            IReadOnlyList<Tensor>? gradOutputs = null,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool genNonContigGradOutputs = false,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkFwdOverRev = false,
            bool checkRevOverRev = true,
            bool fastMode = false,
            bool masked = false) =>
            LibTorch.Gradgradcheck.Run(
                Many.Of(func, "gradgradcheck"),
                inputs,
                gradOutputs,
                genNonContigGradOutputs,
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkFwdOverRev, checkRevOverRev, fastMode, masked),
                raiseException);
    }
}
