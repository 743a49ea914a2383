namespace LibTorch;

// Not nested in Torch itself: with `using static LibTorch.Torch;` the name Utils must stay that of torch.nn's utils.
public abstract partial class TypeNamedFunctions
{
    /// <summary>Helpers; <c>torch.utils</c>.</summary>
    public static partial class Utils
    {
        /// <summary>
        /// Runs the function without saving the intermediate tensors of its backward, to save memory. The backward pass runs the function
        /// again to compute them; <c>torch.utils.checkpoint.checkpoint</c>.
        /// </summary>
        /// <param name="function">The function, which runs a second time in the backward pass. It must do the same both times.</param>
        /// <param name="inputs">The function's inputs.</param>
        /// <param name="useReentrant">
        /// Whether to use the older, reentrant kind: a backward pass inside the backward pass. It needs an input that requires grad, and
        /// works with Backward only, not with Grad.
        /// </param>
        /// <param name="preserveRngState">Whether the second run draws the same random numbers as the first.</param>
        /// <exception cref="TorchException">Thrown by backward: the second run saved other tensors than the first.</exception>
        public static Tensor[] Checkpoint(
            Func<Tensor[], Tensor[]> function, IReadOnlyList<Tensor> inputs, bool useReentrant = false, bool preserveRngState = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            ArgumentNullException.ThrowIfNull(inputs);
            Tensor[] given = [.. inputs];
            return useReentrant
                ? new CheckpointFunction(function, preserveRngState).Apply(given)
                : new CheckpointFrame(function, given, preserveRngState).Run(given);
        }

        /// <summary>The same for a function of one tensor; <c>torch.utils.checkpoint.checkpoint</c>.</summary>
        /// <exception cref="TorchException">Thrown by backward: the second run saved other tensors than the first.</exception>
        public static Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input, bool useReentrant = false, bool preserveRngState = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return Checkpoint(inputs => [function(inputs[0])], [input], useReentrant, preserveRngState)[0];
        }
    }
}
