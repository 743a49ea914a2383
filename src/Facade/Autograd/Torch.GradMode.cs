using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Stops recording in a block: <c>using (Torch.NoGrad()) { }</c>; <c>torch.no_grad</c>.</summary>
    public static GradMode NoGrad() => new(false);

    /// <summary>Records in a block inside a <see cref="NoGrad()"/> one; <c>torch.enable_grad</c>.</summary>
    public static GradMode EnableGrad() => new(true);

    /// <summary>Records or not in a block; <c>torch.set_grad_enabled</c>. Without a using it stays so.</summary>
    public static GradMode SetGradEnabled(bool mode) => new(mode);

    /// <summary>A block whose tensors never take part in a graph; <c>torch.inference_mode</c>.</summary>
    public static InferenceModeGuard InferenceMode(bool mode = true) => new(mode);

    /// <summary>Whether the calling thread records; <c>torch.is_grad_enabled</c>.</summary>
    public static bool IsGradEnabled() => GradMode.IsEnabled;

    /// <summary>Whether the calling thread is in inference mode; <c>torch.is_inference_mode_enabled</c>.</summary>
    public static bool IsInferenceModeEnabled() => Native.ltf_inference_mode() != 0;
}
