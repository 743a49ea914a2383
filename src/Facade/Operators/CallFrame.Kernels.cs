using LibTorch.Interop;

namespace LibTorch;

/// <summary>Calls that come the other way: libtorch runs a kernel of ours.</summary>
internal unsafe ref partial struct CallFrame
{
    private const int MostArguments = 32;

    /// <summary>The arguments of the kernel that runs on this thread, as <see cref="Object"/> gives results.</summary>
    public static object?[] KernelArguments()
    {
        var values = stackalloc Value[MostArguments];
        int count;
        NativeError.Check(Native.ltf_kernel_arguments(values, MostArguments, &count));
        try
        {
            var objects = new object?[count];
            for (var i = 0; i < count; i++)
            {
                objects[i] = ObjectOf(values + i);
            }

            return objects;
        }
        finally
        {
            for (var i = 0; i < count; i++)
            {
                Native.ltf_value_release(values + i);
            }
        }
    }
}
