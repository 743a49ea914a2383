namespace LibTorch;

// Not in Torch itself: with `using static LibTorch.Torch;` Utils is torch.nn's.
public abstract partial class TypeNamedFunctions
{
    /// <summary>Helpers; <c>torch.utils</c>.</summary>
    public static partial class Utils
    {
        /// <summary>Runs the function without keeping what its backward needs; the backward runs it again; <c>torch.utils.checkpoint.checkpoint</c>.</summary>
        /// <param name="function">What is run, the second time in the backward pass. It has to do the same both times.</param>
        /// <param name="inputs">What it is run on.</param>
        /// <param name="useReentrant">Whether the older way is used: a backward pass inside the backward pass, which needs an input that requires grad and works with Backward only.</param>
        /// <param name="preserveRngState">Whether the second run draws the random numbers of the first.</param>
        /// <exception cref="TorchException">From backward: the second run saved other tensors than the first.</exception>
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

        /// <summary>As above, for one tensor; <c>torch.utils.checkpoint.checkpoint</c>.</summary>
        /// <exception cref="TorchException">From backward: the second run saved other tensors than the first.</exception>
        public static Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input, bool useReentrant = false, bool preserveRngState = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            return Checkpoint(inputs => [function(inputs[0])], [input], useReentrant, preserveRngState)[0];
        }
    }
}
