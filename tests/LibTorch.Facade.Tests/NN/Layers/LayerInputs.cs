using System.Globalization;
using System.Text.Json;

namespace LibTorch.Tests.NN;

/// <summary>What Python gives a layer, which C# gives it too.</summary>
internal static class LayerInputs
{
    /// <summary>What Python needs to make the inputs, and to write them for C#.</summary>
    public const string Python = """
        import json
        import torch.nn as nn
        def r(*sizes): return torch.randn(*sizes)
        def g(*sizes): return torch.randn(*sizes).requires_grad_()
        def written(x): return [str(x.dtype)[6:], list(x.shape), [str(float(v)) for v in x.detach().double().flatten().tolist()], x.requires_grad]

        """;

    /// <summary>The tensors that Python wrote.</summary>
    public static Tensor[] Read(JsonElement written) => [.. written.EnumerateArray().Select(One)];

    private static Tensor One(JsonElement written)
    {
        long[] shape = [.. written[1].EnumerateArray().Select(extent => extent.GetInt64())];
        double[] values = [.. written[2].EnumerateArray().Select(value => double.Parse(value.GetString()!, CultureInfo.InvariantCulture))];
        var dtype = written[0].GetString() switch
        {
            "int64" => DType.Int64,
            "int32" => DType.Int32,
            "bool" => DType.Bool,
            "float64" => DType.Float64,
            "float32" => DType.Float32,
            var other => throw new InvalidOperationException($"No input was {other} so far."),
        };
        return Torch.Tensor(values).Reshape(shape).To(dtype).RequiresGrad_(written[3].GetBoolean());
    }
}
