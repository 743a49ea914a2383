namespace LibTorch.NN;

/// <summary>A window over 2 dimensions; <c>torch.nn.Conv2d</c>.</summary>
/// <param name="inChannels">How many channels go in.</param>
/// <param name="outChannels">How many come out.</param>
/// <param name="kernelSize">The window's height, width.</param>
/// <param name="stride">How far the window moves; 1 without.</param>
/// <param name="padding">What is added at both ends of each side, or <c>"same"</c>.</param>
/// <param name="dilation">How far the window's elements are apart; 1 without.</param>
/// <param name="groups">How many groups the channels are in.</param>
/// <param name="bias">Whether a bias is added.</param>
/// <param name="paddingMode">What is added: <c>zeros</c>, <c>reflect</c>, <c>replicate</c> or <c>circular</c>.</param>
/// <param name="device">Where the parameters lie; without it, on the default device.</param>
/// <param name="dtype">Their dtype; without it, the default dtype.</param>
/// <exception cref="TorchValueException">The channels do not fit the groups, or there is no such padding.</exception>
public sealed partial class Conv2d(
    long inChannels, long outChannels, IntList kernelSize, IntList stride = default, Padding padding = default, IntList dilation = default,
    long groups = 1, bool bias = true, string paddingMode = "zeros", Device? device = null, DType? dtype = null)
    : Convolution(2, inChannels, outChannels, kernelSize, stride, padding, dilation, groups, bias, paddingMode, device, dtype)
{
    private protected override Tensor Convolve(Tensor input, IntList padding, string? name) => name is null
        ? Functional.Conv2d(input, Weight, Bias, Strides, padding, Dilations, Groups)
        : Functional.Conv2d(input, Weight, Bias, Strides, name, Dilations, Groups);
}
