namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>Whether the second derivatives of the function are what difference quotients of its gradients say; <c>torch.autograd.gradgradcheck</c>.</summary>
        /// <param name="func">The function.</param>
        /// <param name="inputs">Where to check: float64 or complex128 tensors that require grad, and others.</param>
        /// <param name="gradOutputs">The vectors of the first backward pass; random ones unless given.</param>
        /// <param name="eps">The step of the difference quotients.</param>
        /// <param name="atol">The absolute tolerance.</param>
        /// <param name="rtol">The relative tolerance.</param>
        /// <param name="genNonContigGradOutputs">Whether the random vectors lie in memory with gaps.</param>
        /// <param name="raiseException">Whether wrong gradients raise an error instead of giving false.</param>
        /// <param name="nondetTol">How much two backward passes may differ.</param>
        /// <param name="checkUndefinedGrad">Whether undefined gradients have to count as zeros.</param>
        /// <param name="checkGradDTypes">Whether the gradients' dtypes have to match.</param>
        /// <param name="checkBatchedGrad">Whether gradients of several vectors at once are compared with single ones.</param>
        /// <param name="checkFwdOverRev">Whether forward mode over reverse mode is checked.</param>
        /// <param name="checkRevOverRev">Whether reverse mode over reverse mode is checked.</param>
        /// <param name="fastMode">Whether only one direction of each input and output is compared.</param>
        /// <param name="masked">Whether only elements that a sparse gradient has are compared.</param>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows both.</exception>
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

        /// <summary>Whether the second derivatives of the function are what difference quotients of its gradients say; <c>torch.autograd.gradgradcheck</c>.</summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows both.</exception>
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

        /// <summary>Whether the second derivatives of the function are what difference quotients of its gradients say; <c>torch.autograd.gradgradcheck</c>.</summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows both.</exception>
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

        /// <summary>Whether the second derivatives of the function are what difference quotients of its gradients say; <c>torch.autograd.gradgradcheck</c>.</summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows both.</exception>
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
