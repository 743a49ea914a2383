using LibTorch.Interop;

namespace LibTorch.Tests.FastPaths;

/// <summary>Blocks of modes, and modes that are changed and left so.</summary>
internal static class ModeStatements
{
    /// <summary>Blocks in which recording is off or on.</summary>
    public static readonly Statement[] GradBlocks =
    [
        Block("using NoGrad()", (machine, step) =>
        {
            using var mode = Torch.NoGrad();
            machine.Run(step.Body);
        }),
        Block("using EnableGrad()", (machine, step) =>
        {
            using var mode = Torch.EnableGrad();
            machine.Run(step.Body);
        }),
    ];

    /// <summary>Blocks of the other modes.</summary>
    public static readonly Statement[] OtherBlocks =
    [
        Block("using InferenceMode()", (machine, step) =>
        {
            using var mode = Torch.InferenceMode();
            machine.Run(step.Body);
        }),
        Block("using InferenceMode(false)", (machine, step) =>
        {
            using var mode = Torch.InferenceMode(false);
            machine.Run(step.Body);
        }),
        Block("using Autocast(cpu)", (machine, step) =>
        {
            using var mode = Torch.Autocast(Device.Cpu);
            machine.Run(step.Body);
        }),
        Block("using Autocast(cpu, enabled: false)", (machine, step) =>
        {
            using var mode = Torch.Autocast(Device.Cpu, enabled: false);
            machine.Run(step.Body);
        }),
        Block("using Autocast(cpu, cacheEnabled: false)", (machine, step) =>
        {
            using var mode = Torch.Autocast(Device.Cpu, cacheEnabled: false);
            machine.Run(step.Body);
        }),
    ];

    /// <summary>Changes of modes that stay, in a hook until libtorch takes them back.</summary>
    public static readonly Statement[] Changes =
    [
        new("grad mode off, and left so", (_, _) => Native.ltf_set_grad_mode(0)),
        new("grad mode on, and left so", (_, _) => Native.ltf_set_grad_mode(1)),
        new("autocast on, and left so", (machine, _) => Autocast(machine, 1)),
        new("autocast off, and left so", (machine, _) => Autocast(machine, 0)),
        new("inference mode on, and left so", (machine, _) => Inference(machine, true)),
        new("inference mode off, and left so", (machine, _) => Inference(machine, false)),
    ];

    private static Statement Block(string text, Action<Machine, Step> run) => new(text, run) { HasBody = true };

    private static void Autocast(Machine machine, int enabled)
    {
        var before = AutocastCalls.State((int)DeviceType.Cpu);
        AutocastCalls.Enter((int)DeviceType.Cpu, before with { Enabled = enabled });
        machine.Execution.Leave(() => AutocastCalls.Exit((int)DeviceType.Cpu, before));
    }

    private static void Inference(Machine machine, bool enabled)
    {
        var guard = LibraryCalls.EnterInferenceMode(enabled);
        machine.Execution.Leave(() => Native.ltf_inference_mode_exit(guard));
    }
}
