namespace LibTorch.Interop;

/// <summary>Calls about a node of the graph.</summary>
internal static unsafe class NodeCalls
{
    public static NodeHandle? GradFn(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint node;
        NativeError.Check(Native.ltf_tensor_grad_fn(lease.Take(tensor), &node));
        return NodeHandle.Own(node);
    }

    public static string Name(IHandleOwner node)
    {
        using var lease = new Lease();
        NativeText name;
        NativeError.Check(Native.ltf_node_name(lease.Take(node), &name));
        return name.ToString();
    }

    public static NodeInfo Info(IHandleOwner node)
    {
        using var lease = new Lease();
        NodeInfo info;
        NativeError.Check(Native.ltf_node_describe(lease.Take(node), &info));
        return info;
    }

    public static (NodeHandle? Node, long InputNr) Next(IHandleOwner node, int index)
    {
        using var lease = new Lease();
        nint next;
        long number;
        NativeError.Check(Native.ltf_node_next(lease.Take(node), index, &next, &number));
        return (NodeHandle.Own(next), number);
    }

    /// <summary>The sizes of one of the node's outputs, and so of its incoming gradient; null where the node does not know them.</summary>
    public static long[]? InputSizes(IHandleOwner node, int index)
    {
        using var lease = new Lease();
        var pointer = lease.Take(node);
        int dimensions;
        NativeError.Check(Native.ltf_node_input(pointer, index, null, 0, &dimensions));
        if (dimensions < 0)
        {
            return null;
        }

        var sizes = new long[dimensions];
        fixed (long* room = sizes)
        {
            NativeError.Check(Native.ltf_node_input(pointer, index, room, dimensions, &dimensions));
        }

        return sizes;
    }

    public static TensorHandle? Variable(IHandleOwner node)
    {
        using var lease = new Lease();
        nint variable;
        NativeError.Check(Native.ltf_node_variable(lease.Take(node), &variable));
        return TensorHandle.Own(variable);
    }

    /// <summary>The managed object attached to the node. If there is none yet, <paramref name="fresh"/> is attached now.</summary>
    public static object Metadata(IHandleOwner node, object fresh)
    {
        using var lease = new Lease();
        nint held;
        NativeError.Check(Native.ltf_node_metadata(lease.Take(node), Callbacks.HandleOn(fresh), &held));
        return HeldObjects.Target(held);
    }
}
