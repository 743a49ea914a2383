using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Copies the values that a tensor's text shows; of a summarised tensor, only the edges.</summary>
internal static class DisplayReader
{
    /// <summary>Everything that PyTorch's text of the tensor shows.</summary>
    public static DisplayTensor Read(Tensor tensor, PrintOptions options)
    {
        using var mode = Torch.NoGrad();
        using var outside = OutsideTransforms.Enter();
        var device = tensor.Device;
        var nested = NestedParts.Read(tensor);
        var plain = nested is not null ? new DisplayTensor { Sizes = [], DType = Name(tensor.DType), Nested = nested }
            : SparseParts.In(tensor) ? Describe(tensor)
            : ReadValues(tensor, options.Threshold, options.EdgeItems);
        // PyTorch changed this between 2.6 and 2.10; 2.8 is assumed.
        var forcedModeSetsWidth = options.SciMode is null || LibraryCalls.IsAtLeast(2, 8);
        return plain with
        {
            Parts = [.. SparseParts.Read(tensor, options).Select(part => (part.Name, part.Tensor with { ForcedModeSetsWidth = forcedModeSetsWidth }))],
            StoredCount = SparseParts.StoredCount(tensor),
            Quantization = QuantizedSuffixes.Read(tensor),
            Layout = tensor.Layout == Layout.Strided ? null : tensor.Layout.TorchName(),
            Device = device.Type == DeviceType.Cpu ? null : device.ToString(),
            DefaultDType = Name(Torch.GetDefaultDType()),
            RequiresGrad = tensor.RequiresGrad,
            GradFn = GradFn(tensor),
            Tangent = Torch.Autograd.ForwardAD.UnpackDual(tensor).Tangent is { } tangent ? GradcheckAdvice.Formatted(tangent) : null,
            Names = tensor.DimensionNames(),
            ForcedModeSetsWidth = forcedModeSetsWidth,
        };
    }

    /// <summary>Shape, dtype and values, summarised if there are more elements than the threshold.</summary>
    public static DisplayTensor ReadValues(Tensor tensor, double threshold, int edgeItems)
    {
        using var mode = Torch.NoGrad();
        using var outside = OutsideTransforms.Enter();
        int? edge = tensor.Numel > threshold ? edgeItems : null;
        return Describe(tensor) with { EdgeItems = edge, Values = ValuesOrNone(tensor, edge) };
    }

    private static DisplayTensor Describe(Tensor tensor) => new()
    {
        Sizes = ((ReadOnlySpan<long>)tensor.Shape).ToArray(),
        DType = Name(tensor.DType),
    };

    private static Array? ValuesOrNone(Tensor tensor, int? edge)
    {
        try
        {
            return tensor.Device.Type == DeviceType.Meta ? null : Values(tensor, edge);
        }
        catch (TorchException)
        {
            // ToString must not throw, debuggers call it: elements that libtorch cannot convert are shown as those of a meta tensor.
            return null;
        }
    }

    private static Array Values(Tensor tensor, int? edge)
    {
        if (tensor.Numel == 0)
        {
            return Array.Empty<long>();
        }

        // The whole tensor is resolved before its edges are taken, as in Python: libtorch's negation gives 0 or -0 for a complex zero
        // depending on how many elements there are.
        using var resolvedNeg = tensor.ResolveNeg();
        using var resolved = resolvedNeg.ResolveConj();
        using var dense = Dense(resolved);
        using var plain = dense.WithoutNames();
        using var shown = edge is int kept ? Edges(plain, 0, kept) : plain.Detach();
        var dtype = shown.DType;
        return dtype switch
        {
            _ when dtype == DType.Bool => Copy<bool>(shown, dtype),
            _ when dtype == DType.UInt64 => Copy<ulong>(shown, dtype),
            { IsComplex: true } => Copy<Complex>(shown, DType.Complex128),
            { IsFloatingPoint: true } => Copy<double>(shown, DType.Float64),
            _ => Copy<long>(shown, DType.Int64),
        };
    }

    private static Tensor Dense(Tensor tensor) =>
        QuantizedSuffixes.In(tensor) ? Torch.Ops["aten::dequantize.self"].InvokeTensor(tensor)
        : tensor.Layout == Layout.Strided ? tensor.Detach()
        : tensor.ToDense();

    // Narrows every dimension before anything is copied.
    private static Tensor Edges(Tensor tensor, int dimension, int kept)
    {
        if (dimension == tensor.NDim)
        {
            return tensor.Detach();
        }

        var size = tensor.Shape[dimension];
        if (size <= 2L * kept)
        {
            return Edges(tensor, dimension + 1, kept);
        }

        using var first = tensor.Narrow(dimension, 0, kept);
        using var last = tensor.Narrow(dimension, size - kept, kept);
        using var firstEdges = Edges(first, dimension + 1, kept);
        using var lastEdges = Edges(last, dimension + 1, kept);
        return Torch.Cat([firstEdges, lastEdges], dimension);
    }

    private static T[] Copy<T>(Tensor tensor, DType dtype)
        where T : unmanaged
    {
        using var plain = tensor.Plain(dtype);
        return TensorCalls.Elements<T>(plain).ToArray();
    }

    private static string? GradFn(Tensor tensor)
    {
        try
        {
            return tensor.GradFn?.TypeName;
        }
        catch (TorchException)
        {
            // The history of a view that was created and modified in no-grad mode cannot be rebuilt; PyTorch prints this word then.
            return "Invalid";
        }
    }

    private static string Name(DType dtype) => dtype.ToString()["torch.".Length..];
}
