using LibTorch.Interop;

namespace LibTorch;

/// <summary>Calls in the other direction: libtorch runs a kernel of this library.</summary>
internal unsafe ref partial struct CallFrame
{
    private const int MostArguments = 32;

    /// <summary>The arguments of the kernel that libtorch runs on this thread now, as objects like those of <see cref="Object"/>.</summary>
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
