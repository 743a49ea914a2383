namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Autograd
    {
        /// <summary>
        /// Compares the gradients of the function with difference quotients; true if they agree; <c>torch.autograd.gradcheck</c>.
        /// </summary>
        /// <param name="func">The function.</param>
        /// <param name="inputs">The inputs at which to check; those that require grad should be float64 or complex128.</param>
        /// <param name="eps">The step of the difference quotients.</param>
        /// <param name="atol">The absolute tolerance.</param>
        /// <param name="rtol">The relative tolerance.</param>
        /// <param name="raiseException">Whether wrong gradients raise an error instead of giving false.</param>
        /// <param name="nondetTol">How much the results of two identical backward passes may differ.</param>
        /// <param name="checkUndefinedGrad">Whether to check that undefined gradients are treated as zeros.</param>
        /// <param name="checkGradDTypes">Whether the gradients' dtypes have to match the inputs'.</param>
        /// <param name="checkBatchedGrad">
        /// Whether to compare gradients computed for several vectors in one batched call with those of single calls.
        /// </param>
        /// <param name="checkBatchedForwardGrad">The same for forward mode.</param>
        /// <param name="checkForwardAD">Whether forward mode is checked.</param>
        /// <param name="checkBackwardAD">Whether reverse mode is checked.</param>
        /// <param name="fastMode">
        /// Whether to compare only along one random direction. That takes two calls for each input instead of two for each element.
        /// </param>
        /// <param name="masked">Whether to compare only the stored elements of sparse tensors.</param>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradcheck(
            Func<Tensor, Tensor> func,
            Tensor inputs,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkBatchedForwardGrad = false,
            bool checkForwardAD = false,
            bool checkBackwardAD = true,
            bool fastMode = false,
            bool masked = false) =>
            GradcheckRun.Run(
                Many.Of(func, "gradcheck"),
                [inputs],
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkForwardAD, checkBackwardAD, fastMode, masked, checkBatchedForwardGrad),
                raiseException);

        /// <summary>
        /// Compares the gradients of the function with difference quotients; true if they agree; <c>torch.autograd.gradcheck</c>.
        /// </summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradcheck(
            Func<Tensor, Tensor[]> func,
            Tensor inputs,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkBatchedForwardGrad = false,
            bool checkForwardAD = false,
            bool checkBackwardAD = true,
            bool fastMode = false,
            bool masked = false) =>
            GradcheckRun.Run(
                Many.Of(func, "gradcheck"),
                [inputs],
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkForwardAD, checkBackwardAD, fastMode, masked, checkBatchedForwardGrad),
                raiseException);

        /// <summary>
        /// Compares the gradients of the function with difference quotients; true if they agree; <c>torch.autograd.gradcheck</c>.
        /// </summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradcheck(
            Func<Tensor[], Tensor> func,
            IReadOnlyList<Tensor> inputs,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkBatchedForwardGrad = false,
            bool checkForwardAD = false,
            bool checkBackwardAD = true,
            bool fastMode = false,
            bool masked = false) =>
            GradcheckRun.Run(
                Many.Of(func, "gradcheck"),
                inputs,
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkForwardAD, checkBackwardAD, fastMode, masked, checkBatchedForwardGrad),
                raiseException);

        /// <summary>
        /// Compares the gradients of the function with difference quotients; true if they agree; <c>torch.autograd.gradcheck</c>.
        /// </summary>
        /// <exception cref="GradcheckException">The gradients are wrong; the message shows the computed and the numerical ones.</exception>
        /// <exception cref="TorchValueException">No input requires grad.</exception>
        public static bool Gradcheck(
            Func<Tensor[], Tensor[]> func,
            IReadOnlyList<Tensor> inputs,
            double eps = 1e-6,
            double atol = 1e-5,
            double rtol = 1e-3,
            bool raiseException = true,
            double nondetTol = 0,
            bool checkUndefinedGrad = true,
            bool checkGradDTypes = false,
            bool checkBatchedGrad = false,
            bool checkBatchedForwardGrad = false,
            bool checkForwardAD = false,
            bool checkBackwardAD = true,
            bool fastMode = false,
            bool masked = false) =>
            GradcheckRun.Run(
                Many.Of(func, "gradcheck"),
                inputs,
                Settings(eps, atol, rtol, nondetTol, checkUndefinedGrad, checkGradDTypes, checkBatchedGrad, checkForwardAD, checkBackwardAD, fastMode, masked, checkBatchedForwardGrad),
                raiseException);

        private static GradcheckSettings Settings(
            double eps, double atol, double rtol, double nondetTol, bool undefined, bool dtypes, bool batched, bool forward, bool backward, bool fast, bool masked,
            bool batchedForward = false) => new()
            {
                Eps = eps,
                Atol = atol,
                Rtol = rtol,
                NondetTol = nondetTol,
                CheckUndefinedGrad = undefined,
                CheckGradDTypes = dtypes,
                CheckBatchedGrad = batched,
                CheckForwardAD = forward,
                CheckBackwardAD = backward,
                FastMode = fast,
                Masked = masked,
                CheckBatchedForwardGrad = batchedForward,
            };
    }
}
