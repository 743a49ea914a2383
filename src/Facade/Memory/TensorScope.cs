using System.Diagnostics.CodeAnalysis;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A block of the calling thread at whose end every tensor created in it is disposed of, except those that are kept. A ref struct, so it
/// cannot be held over an await.
/// </summary>
/// <remarks>
/// It disposes of tensor objects, as <c>using</c> does: what libtorch itself still needs (a leaf's gradient, what a graph saved) lives on.
/// Tensors that other threads create do not belong to a scope of this thread. Scopes nest; a tensor that one scope keeps belongs to the
/// scope around it.
/// </remarks>
public readonly ref struct TensorScope
{
    private readonly TensorFrame? _frame;

    /// <summary>Opens the block.</summary>
    public TensorScope() => _frame = TensorFrame.Enter();

    /// <summary>Runs the body in a scope of its own; only the tensors in its result outlive it.</summary>
    /// <typeparam name="T">A tensor, an array, list, tuple, dictionary or record of them in any nesting, or something without tensors.</typeparam>
    /// <exception cref="ArgumentException">It cannot be found out which tensors are in the result.</exception>
    public static T Run<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(Func<T> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var scope = new TensorScope();
        return scope.Keep(body());
    }

    /// <summary>Runs the body in a scope of its own; no tensor created in it outlives it.</summary>
    public static void Run(Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        using var scope = new TensorScope();
        body();
    }

    /// <summary>
    /// Lets the tensor, or each tensor in an array, list, tuple, dictionary or record in any nesting, outlive this scope.
    /// </summary>
    /// <returns>The same object.</returns>
    /// <exception cref="ArgumentException">It cannot be found out which tensors are in the object.</exception>
    public T Keep<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>(T kept)
    {
        TreeType.Learn<T>();
        foreach (var leaf in Tree.Flatten(kept).Leaves)
        {
            if (leaf is Tensor tensor)
            {
                tensor.OutliveFrame(_frame);
            }
        }

        return kept;
    }

    /// <summary>Disposes of the tensors that were created in the block and not kept; a second call does nothing.</summary>
    public void Dispose() => _frame?.Leave();
}
