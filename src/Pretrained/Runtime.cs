using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LibTorch.Pretrained;

/// <summary>Runs the same networks with OnnxRuntime.</summary>
internal static class Runtime
{
    /// <summary>The output of the second network for the first network's output for the picture.</summary>
    public static Tensor Features(string preprocessing, string network, Tensor picture)
    {
        var input = new DenseTensor<float>(picture.ToArray<float>(), [.. picture.Shape.Select(extent => (int)extent)]);
        return Torch.FromMemory(Run(network, Run(preprocessing, input)).ToArray().AsMemory());
    }

    private static DenseTensor<float> Run(string path, DenseTensor<float> input)
    {
        using var session = new InferenceSession(path);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(session.InputNames[0], input)]);
        return results[0].AsTensor<float>().ToDenseTensor();
    }
}
