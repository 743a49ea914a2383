using LibTorch.NN;
using LibTorch.Onnx;

namespace LibTorch.Pretrained;

/// <summary>
/// Maps the weights of the ONNX file to PyTorch's names. The file names its weights by numbers; the operators that use them tell which
/// weight is which.
/// </summary>
internal static class OnnxResNet
{
    /// <summary>The number of the network's output features.</summary>
    public const int Features = 512;

    /// <summary>The number of blocks in its last layer: the ResNet-18 of the paper has two.</summary>
    public const int LastBlocks = 3;

    // The convolutions within blocks, in order. Convolutions with a kernel of one pixel are on the shortcuts (downsample), which the file
    // computes before the blocks.
    private static readonly string[] Blocks = [.. from layer in Enumerable.Range(1, 4) from block in Enumerable.Range(0, layer == 4 ? LastBlocks : 2) from part in Enumerable.Range(1, 2) select $"layer{layer}.{block}.{part}"];

    /// <summary>The state for the network in C#.</summary>
    public static StateDict StateDict(OnnxModel onnx)
    {
        Queue<(string Convolution, string Norm)> along = new([("conv1", "bn1"), .. Blocks.Select(place => (place[..^1] + "conv" + place[^1], place[..^1] + "bn" + place[^1]))]);
        Queue<(string Convolution, string Norm)> around = new(Enumerable.Range(2, 3).Select(layer => ($"layer{layer}.0.downsample.0", $"layer{layer}.0.downsample.1")));
        var norms = onnx.Nodes.Where(node => node.Operator == "BatchNormalization").ToDictionary(node => node.Inputs[0]);
        var state = new StateDict { ["fc.weight"] = Torch.Eye(Features), ["fc.bias"] = Torch.Zeros(Features) };
        foreach (var node in onnx.Nodes.Where(node => node.Operator == "Conv"))
        {
            var weight = onnx.Weights[node.Inputs[1]];
            var (convolution, norm) = (weight.Shape[2] == 1 ? around : along).Dequeue();
            state[$"{convolution}.weight"] = weight;
            var inputs = norms[node.Outputs[0]].Inputs;
            state[$"{norm}.weight"] = onnx.Weights[inputs[1]];
            state[$"{norm}.bias"] = onnx.Weights[inputs[2]];
            state[$"{norm}.running_mean"] = onnx.Weights[inputs[3]];
            state[$"{norm}.running_var"] = onnx.Weights[inputs[4]];

            // Not used in evaluation mode.
            state[$"{norm}.num_batches_tracked"] = Torch.Tensor(0L);
        }

        return state;
    }
}
