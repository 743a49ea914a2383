namespace LibTorch.Interop;

/// <summary>The calling thread's levels of function transforms, and their wrapper tensors.</summary>
internal static unsafe class TransformCalls
{
    /// <summary>Whether the calling thread is inside a transformed function.</summary>
    public static bool AreActive
    {
        get
        {
            int active;
            NativeError.Check(Native.ltf_transforms_active(&active));
            return active != 0;
        }
    }

    /// <summary>Makes the thread's operators ignore its levels, or no longer ignore them. Returns the previous setting.</summary>
    public static bool PassBy(bool passBy)
    {
        int before;
        NativeError.Check(Native.ltf_transforms_pass_by(passBy ? 1 : 0, &before));
        return before != 0;
    }

    /// <summary>Pushes a level. With a refusal, saved-tensor hooks fail with this message until the level is popped.</summary>
    public static long Push(Transform transform, long batchSize, int randomness, string? refusal)
    {
        var text = refusal is null ? null : NativeText.Terminated(refusal);
        fixed (byte* bytes = text)
        {
            long level;
            NativeError.Check(Native.ltf_transform_push(transform, batchSize, randomness, bytes, &level));
            return level;
        }
    }

    public static void Pop() => NativeError.Check(Native.ltf_transform_pop());

    /// <summary>The calling thread's innermost level.</summary>
    public static (Transform Transform, long Level) Top()
    {
        Transform transform;
        long level;
        NativeError.Check(Native.ltf_transform_top(&transform, &level));
        return (transform, level);
    }

    /// <summary>Pops the innermost level for a while; the result is for <see cref="Raise"/>.</summary>
    public static nint Lower()
    {
        nint layer;
        NativeError.Check(Native.ltf_transform_lower(&layer));
        return layer;
    }

    /// <summary>Pushes a level again that <see cref="Lower"/> popped.</summary>
    public static void Raise(nint layer) => NativeError.Check(Native.ltf_transform_raise(layer));

    public static TensorHandle Wrap(IHandleOwner tensor, long level)
    {
        using var lease = new Lease();
        nint result;
        NativeError.Check(Native.ltf_transform_wrap(lease.Take(tensor), level, &result));
        return TensorHandle.Own(result)!.Value;
    }

    public static TensorHandle Unwrap(IHandleOwner tensor, long level)
    {
        using var lease = new Lease();
        nint result;
        NativeError.Check(Native.ltf_transform_unwrap(lease.Take(tensor), level, &result));
        return TensorHandle.Own(result)!.Value;
    }

    /// <summary>Fails inside a transformed function, where users may not call requires_grad_().</summary>
    public static void CheckRequiresGrad() => NativeError.Check(Native.ltf_transform_check_requires_grad());

    /// <summary>Sets requires_grad on a tensor inside a transformed function, where only the transforms themselves may do it.</summary>
    public static void RequireGrad(IHandleOwner tensor)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_transform_require_grad(lease.Take(tensor)));
    }

    public static TensorHandle AddBatch(IHandleOwner tensor, long dimension, long level)
    {
        using var lease = new Lease();
        nint result;
        NativeError.Check(Native.ltf_batch_add(lease.Take(tensor), dimension, level, &result));
        return TensorHandle.Own(result)!.Value;
    }

    public static TensorHandle RemoveBatch(IHandleOwner tensor, long level, long batchSize, long dimension)
    {
        using var lease = new Lease();
        nint result;
        NativeError.Check(Native.ltf_batch_remove(lease.Take(tensor), level, batchSize, dimension, &result));
        return TensorHandle.Own(result)!.Value;
    }

    /// <summary>For a wrapper tensor, its transform, its level and the tensor inside; no tensor if it is not a wrapper.</summary>
    public static (Transform Transform, long Level, long Dimension, TensorHandle? Value) Describe(IHandleOwner tensor)
    {
        using var lease = new Lease();
        WrappedTensor wrapped;
        NativeError.Check(Native.ltf_transform_describe(lease.Take(tensor), &wrapped));
        return (wrapped.Transform, wrapped.Level, wrapped.Dimension, TensorHandle.Own(wrapped.Value));
    }

    /// <summary>
    /// Enters or leaves a level of the older batching (VmapMode), which autograd itself uses. Returns the level's number.
    /// </summary>
    public static long BatchMode(bool enter)
    {
        long level;
        NativeError.Check(Native.ltf_batch_mode(enter ? 1 : 0, &level));
        return level;
    }
}
