using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The text of parameters in lists and dictionaries of them.</summary>
internal static class ParameterText
{
    /// <summary><c>(0): Parameter containing: [torch.float32 of size 3x4]</c>.</summary>
    public static string Line(string name, string type, Parameter parameter)
    {
        var device = parameter.Device;
        var place = device.Type != DeviceType.Cuda ? "" : LibraryCalls.IsAtLeast(2, 0) ? $" ({device})" : $" (GPU {device.Index})";
        return $"  ({name}): Parameter containing: [{type} of size {string.Join('x', parameter.Shape)}{place}]";
    }

    /// <summary>The class that PyTorch once had for such tensors: <c>torch.FloatTensor</c>.</summary>
    public static string TypeName(Tensor tensor)
    {
        var name = tensor.DType.ToString() switch
        {
            "torch.float32" => "Float",
            "torch.float64" => "Double",
            "torch.float16" => "Half",
            "torch.bfloat16" => "BFloat16",
            "torch.complex32" => "ComplexHalf",
            "torch.complex64" => "ComplexFloat",
            "torch.complex128" => "ComplexDouble",
            "torch.int64" => "Long",
            "torch.int32" => "Int",
            "torch.int16" => "Short",
            "torch.int8" => "Char",
            "torch.uint8" => "Byte",
            "torch.bool" => "Bool",
            var other => other["torch.".Length..],
        };
        return $"torch.{(tensor.Device.Type == DeviceType.Cuda ? "cuda." : "")}{(tensor.IsSparse ? "sparse." : "")}{name}Tensor";
    }
}
