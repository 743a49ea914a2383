using LibTorch.Interop;

namespace LibTorch;

/// <summary>Registers shape kernels for the meta device where the running libtorch has none, as Python registers its own.</summary>
internal static class MetaKernels
{
    private static int s_registered;

    /// <summary>
    /// Registers the kernels that libtorch lacks, once. Called when a meta device is first requested, because most programs never do that.
    /// </summary>
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
