namespace LibTorch.Bench;

/// <summary>The rows by name; the other languages have the same names.</summary>
internal static class Catalog
{
    public static IReadOnlyDictionary<string, Func<Work>> Rows { get; } = new Dictionary<string, Func<Work>>
    {
        ["add"] = SmallOperations.Add,
        ["add-undisposed"] = () => SmallOperations.AddUndisposed(4),
        ["undisposed-small"] = () => SmallOperations.AddUndisposed(1000),
        ["undisposed-large"] = () => SmallOperations.AddUndisposed(1 << 20),
        ["add-recording"] = SmallOperations.AddRecording,
        ["add-no-grad"] = SmallOperations.AddNoGrad,
        ["zeros"] = SmallOperations.Zeros,
        ["item"] = Reading.Item,
        ["index"] = Reading.Index,
        ["array"] = Reading.Array,
        ["span"] = Reading.Span,
        ["dot-step"] = Steps.Dot,
        ["dot-step-undisposed"] = Steps.DotUndisposed,
        ["q-step"] = Steps.Q,
        ["mlp-step"] = Training.Mlp,
        ["module-call"] = Modules.Call,
        ["module-nested"] = Modules.Nested,
        ["module-forward"] = Modules.Forward,
        ["adam-small"] = () => Optimizers.Step(64),
        ["adam-large"] = () => Optimizers.Step(1 << 20),
        ["adam-training"] = Optimizers.Training,
        ["loader-tensors"] = Loading.Tensors,
        ["loader-samples"] = Loading.Samples,
        ["loader-workers"] = Loading.Workers,
        ["state-load"] = () => Storing.Load(mmap: false),
        ["state-load-mapped"] = () => Storing.Load(mmap: true),
        ["state-save"] = Storing.Save,
        ["safetensors-one"] = Storing.OneOfMany,
        ["npy-load"] = Storing.LoadArray,
        ["matmul"] = LargeOperations.Matmul,
        ["chain"] = LargeOperations.Chain,
        ["chain-of-block"] = LargeOperations.ChainOfBlock,
        ["jacobian"] = () => Differentiation.Jacobian(vectorize: true),
        ["jacrev"] = Differentiation.Jacrev,
        ["jacobian-looped"] = () => Differentiation.Jacobian(vectorize: false),
        ["hessian"] = () => Differentiation.Hessian(vectorize: true),
        ["hessian-func"] = Differentiation.HessianByFunc,
        ["hessian-looped"] = () => Differentiation.Hessian(vectorize: false),
    };
}
