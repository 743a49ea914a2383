namespace LibTorch.Interop;

/// <summary>The calling thread's levels of function transforms, and the tensors that belong to them.</summary>
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

    /// <summary>Has the thread's operators pass its levels by, or no longer; gives whether they did before.</summary>
    public static bool PassBy(bool passBy)
    {
        int before;
        NativeError.Check(Native.ltf_transforms_pass_by(passBy ? 1 : 0, &before));
        return before != 0;
    }

    /// <summary>Starts a level; with a refusal, hooks on saved tensors fail with this message in it.</summary>
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

    /// <summary>Takes the innermost level off for a while; gives it for <see cref="Raise"/>.</summary>
    public static nint Lower()
    {
        nint layer;
        NativeError.Check(Native.ltf_transform_lower(&layer));
        return layer;
    }

    /// <summary>Puts a level back that <see cref="Lower"/> took off.</summary>
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

    /// <summary>Fails inside a transformed function, where users may not change what records.</summary>
    public static void CheckRequiresGrad() => NativeError.Check(Native.ltf_transform_check_requires_grad());

    /// <summary>Starts recording on a tensor inside a transformed function, where users may not.</summary>
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

    /// <summary>The transform whose level the tensor belongs to, and the tensor inside; no tensor without a transform.</summary>
    public static (Transform Transform, long Level, long Dimension, TensorHandle? Value) Describe(IHandleOwner tensor)
    {
        using var lease = new Lease();
        WrappedTensor wrapped;
        NativeError.Check(Native.ltf_transform_describe(lease.Take(tensor), &wrapped));
        return (wrapped.Transform, wrapped.Level, wrapped.Dimension, TensorHandle.Own(wrapped.Value));
    }

    /// <summary>Enters a level of the batching that autograd itself uses, or leaves it; gives its number.</summary>
    public static long BatchMode(bool enter)
    {
        long level;
        NativeError.Check(Native.ltf_batch_mode(enter ? 1 : 0, &level));
        return level;
    }
}
