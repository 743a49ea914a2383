using LibTorch.Interop;

namespace LibTorch;

/// <summary>Has operators compute shapes on the device meta where the running libtorch has no kernel for it, as Python registers kernels of its own.</summary>
internal static class MetaKernels
{
    private static int s_registered;

    /// <summary>Registers the kernels that libtorch lacks, once. Called where the device is first asked for, as most programs never do.</summary>
    public static void Ensure()
    {
        if (Volatile.Read(ref s_registered) != 0 || Interlocked.Exchange(ref s_registered, 1) != 0)
        {
            return;
        }

        foreach (var (name, rule) in MetaRules.All)
        {
            OperatorCalls.RegisterMetaKernel(name, new Kernel(rule));
        }
    }

    private sealed class Kernel(Func<KernelArguments, Tensor[]> rule) : ICallback
    {
        public IHandleOwner?[]? Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second) => rule(new(CallFrame.KernelArguments()));
    }
}
