using LibTorch.Jit;
using LibTorch.NN;

namespace LibTorch.Tests.Jit;

/// <summary>A network to trace.</summary>
/// <param name="Make">Makes it.</param>
/// <param name="Run">What is traced.</param>
/// <param name="Example">The example's shape.</param>
/// <param name="Other">The shape of another input that fits.</param>
/// <param name="Training">Whether it is traced in training mode.</param>
internal sealed record TracedNetwork(Func<Module> Make, Func<Module, Tensor, object?> Run, long[] Example, long[] Other, bool Training)
{
    /// <summary>Traces it, without the runs for the check, which would change the statistics of normalisations.</summary>
    public ScriptModule Trace(Module module, Tensor example) => module is Module<Tensor, Tensor> plain
        ? Torch.Jit.Trace(plain, example, checkTrace: false)
        : Torch.Jit.Trace(module, x => Run(module, x), example, checkTrace: false);
}
