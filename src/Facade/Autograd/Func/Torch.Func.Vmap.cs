using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Transforms of functions, which nest in any order; <c>torch.func</c>. Functions take and give tensors, or tuples, lists, dictionaries and records of tensors.</summary>
    public static partial class Func
    {
        /// <summary>The function mapped over a dimension of its argument's tensors, in one call instead of a loop; <c>torch.func.vmap</c>.</summary>
        /// <param name="func">Takes one element of the batch. It runs once, on tensors that stand for all elements.</param>
        /// <param name="inDims">The dimension of each tensor to map over; null leaves a tensor as it is.</param>
        /// <param name="outDims">
        /// Where the mapped dimension goes in each result; null, from libtorch 2 on, for a result that has none.
        /// </param>
        /// <param name="randomness">What random operators do inside.</param>
        /// <param name="chunkSize">How many elements to map over at once; a smaller number saves memory. Null: all.</param>
        /// <exception cref="TorchValueException">
        /// Dimensions do not fit, or batches have different sizes; thrown by the returned function.
        /// </exception>
        /// <exception cref="TorchException">An operation that depends on the data of one element, such as Item; thrown by the returned function.</exception>
        public static Func<T, TResult> Vmap<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
            Func<T, TResult> func, Dims inDims = default, Dims outDims = default, Randomness randomness = Randomness.Error, int? chunkSize = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            TreeType.Learn<T>();
            TreeType.Learn<TResult>();
            var batched = Batched(func, arguments => func((T)arguments[0]!), inDims, outDims, randomness, chunkSize);
            return (x) => (TResult)batched.Invoke([x])!;
        }

        /// <summary>The function mapped over a dimension of its arguments' tensors; <c>torch.func.vmap</c>.</summary>
        /// <exception cref="TorchValueException">
        /// Dimensions do not fit, or batches have different sizes; thrown by the returned function.
        /// </exception>
        public static Func<T1, T2, TResult> Vmap<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
            Func<T1, T2, TResult> func, Dims inDims = default, Dims outDims = default, Randomness randomness = Randomness.Error, int? chunkSize = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            TreeType.Learn<T1>();
            TreeType.Learn<T2>();
            TreeType.Learn<TResult>();
            var batched = Batched(func, arguments => func((T1)arguments[0]!, (T2)arguments[1]!), inDims, outDims, randomness, chunkSize);
            return (x, y) => (TResult)batched.Invoke(x, y)!;
        }

        /// <summary>The function mapped over a dimension of its arguments' tensors; <c>torch.func.vmap</c>.</summary>
        /// <exception cref="TorchValueException">
        /// Dimensions do not fit, or batches have different sizes; thrown by the returned function.
        /// </exception>
        public static Func<T1, T2, T3, TResult> Vmap<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] T3, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
            Func<T1, T2, T3, TResult> func, Dims inDims = default, Dims outDims = default, Randomness randomness = Randomness.Error, int? chunkSize = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            TreeType.Learn<T1>();
            TreeType.Learn<T2>();
            TreeType.Learn<T3>();
            TreeType.Learn<TResult>();
            var batched = Batched(func, arguments => func((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!), inDims, outDims, randomness, chunkSize);
            return (x, y, z) => (TResult)batched.Invoke(x, y, z)!;
        }

        /// <summary>The function mapped over a dimension of its arguments' tensors; <c>torch.func.vmap</c>.</summary>
        /// <exception cref="TorchValueException">
        /// Dimensions do not fit, or batches have different sizes; thrown by the returned function.
        /// </exception>
        public static Func<T1, T2, T3, T4, TResult> Vmap<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] T3, [DynamicallyAccessedMembers(TreeMembers.Kept)] T4, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
            Func<T1, T2, T3, T4, TResult> func, Dims inDims = default, Dims outDims = default, Randomness randomness = Randomness.Error, int? chunkSize = null)
        {
            ArgumentNullException.ThrowIfNull(func);
            TreeType.Learn<T1>();
            TreeType.Learn<T2>();
            TreeType.Learn<T3>();
            TreeType.Learn<T4>();
            TreeType.Learn<TResult>();
            var batched = Batched(func, arguments => func((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!, (T4)arguments[3]!), inDims, outDims, randomness, chunkSize);
            return (x, y, z, w) => (TResult)batched.Invoke(x, y, z, w)!;
        }

        private static BatchedFunction Batched(
            Delegate func, Func<object?[], object?> body, Dims inDims, Dims outDims, Randomness randomness, int? chunkSize)
        {
            if (!Enum.IsDefined(randomness))
            {
                throw new ArgumentOutOfRangeException(nameof(randomness));
            }

            return chunkSize is <= 0
                ? throw new TorchValueException($"vmap: chunk_size should be None or greater than 0. (got {chunkSize})")
                : new BatchedFunction(PythonName.OfFunction(func), body, inDims, outDims, randomness, chunkSize);
        }
    }
}
