using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Switches autograd's recording off in a block: <c>using (Torch.NoGrad()) { }</c>; <c>torch.no_grad</c>.</summary>
    public static GradMode NoGrad() => new(false);

    /// <summary>Switches recording on again in a block inside a <see cref="NoGrad()"/> block; <c>torch.enable_grad</c>.</summary>
    public static GradMode EnableGrad() => new(true);

    /// <summary>Switches recording on or off in a block; <c>torch.set_grad_enabled</c>. Without a using the setting stays.</summary>
    public static GradMode SetGradEnabled(bool mode) => new(mode);

    /// <summary>
    /// A block whose new tensors can never be part of an autograd graph, which makes operators faster; <c>torch.inference_mode</c>.
    /// </summary>
    public static InferenceModeGuard InferenceMode(bool mode = true) => new(mode);

    /// <summary>Whether autograd records operations of the calling thread; <c>torch.is_grad_enabled</c>.</summary>
    public static bool IsGradEnabled() => GradMode.IsEnabled;

    /// <summary>Whether the calling thread is in inference mode; <c>torch.is_inference_mode_enabled</c>.</summary>
    public static bool IsInferenceModeEnabled() => Native.ltf_inference_mode() != 0;
}
