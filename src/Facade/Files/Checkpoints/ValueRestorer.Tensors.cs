using LibTorch.Files.Pickling;
using LibTorch.Interop;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Files.Checkpoints;

/// <content>Tensors. Each is checked to lie inside its storage before it is created in libtorch.</content>
internal sealed partial class ValueRestorer
{
    private static readonly Dictionary<string, Func<PickledCall, object?[], Tensor>> _tensors = new(StringComparer.Ordinal)
    {
        ["torch._utils._rebuild_tensor"] = (call, arguments) => Dense(call, arguments, null),
        ["torch._utils._rebuild_tensor_v2"] = (call, arguments) => Dense(call, arguments, null),
        ["torch._utils._rebuild_tensor_v3"] = (call, arguments) => Dense(call, arguments, 6),
        ["torch._utils._rebuild_parameter"] = ParameterOf,
        ["torch._utils._rebuild_parameter_with_state"] = ParameterOf,
        ["torch.nn.parameter.Parameter"] = ParameterOf,
        ["torch._utils._rebuild_qtensor"] = Quantized,
        ["torch._utils._rebuild_sparse_tensor"] = Sparse,
        ["torch._utils._rebuild_sparse_csr_tensor"] = Sparse,
        ["torch._utils._rebuild_meta_tensor_no_storage"] = OnMeta,
        ["torch._utils._rebuild_nested_tensor"] = Nested,
    };

    private Tensor Made(Func<PickledCall, object?[], Tensor> function, PickledCall call)
    {
        var arguments = Array.ConvertAll(call.Arguments, argument => argument is PickledReference reference ? storages.Get(reference) : Restore(argument));
        try
        {
            return function(call, arguments);
        }
        catch (TorchException error) when (error is not (TorchFileException or TorchOutOfMemoryException))
        {
            throw new TorchFileException($"The file has an invalid tensor: {error.Message}", error);
        }
    }

    private static Tensor Dense(PickledCall call, object?[] arguments, int? dtypePlace)
    {
        var storage = Typed<LoadedStorage>(arguments.ElementAtOrDefault(0), call);
        var dtype = dtypePlace is { } place ? At<DType>(arguments, place, call) : storage.DType ?? DType.UInt8;
        var tensor = InStorage(call, arguments, storage, dtype);
        if (arguments.ElementAtOrDefault(dtypePlace is null ? 6 : 7) is StateDictionary bits)
        {
            tensor = WithBit(WithBit(tensor, bits, "conj", "aten::_conj"), bits, "neg", "aten::_neg_view");
        }

        return RequireGrad(tensor, arguments.ElementAtOrDefault(4));
    }

    private static Tensor WithBit(Tensor tensor, StateDictionary bits, string name, string view) =>
        bits.GetValueOrDefault(name) is true ? Torch.Ops[view].InvokeTensor(tensor) : tensor;

    private static Tensor RequireGrad(Tensor tensor, object? requiresGrad) => requiresGrad is true ? tensor.RequiresGrad_() : tensor;

    // A new parameter with the data's values; the parameter is not the same tensor as the data.
    private static Parameter ParameterOf(PickledCall call, object?[] arguments) =>
        new(Typed<Tensor>(arguments.ElementAtOrDefault(0), call), arguments.ElementAtOrDefault(1) is not false);

    private static Tensor Quantized(PickledCall call, object?[] arguments)
    {
        var storage = Typed<LoadedStorage>(arguments.ElementAtOrDefault(0), call);
        var (offset, sizes, strides) = Place(call, arguments);
        var dtype = storage.DType ?? throw Wrong(call);
        CheckPlace(storage.Storage, dtype, offset, sizes, strides);

        // Creating the tensor allocates memory for all elements again. A damaged file must not make that larger than the storage.
        if (Elements(sizes) > storage.Storage.ByteCount)
        {
            throw new TorchFileException($"The file has a quantized tensor of {Elements(sizes)} elements in {storage.Storage.ByteCount} bytes.");
        }

        var device = storage.Storage.Device;
        var tensor = (Tensor)(arguments.ElementAtOrDefault(4) switch
        {
            object?[] and [QScheme.PerTensorAffine, double scale, long zeroPoint] =>
                Torch.Ops["aten::_empty_affine_quantized"].Invoke(sizes, dtype, null, device, null, scale, zeroPoint),
            object?[] and [QScheme.PerChannelAffine or QScheme.PerChannelAffineFloatQParams, Tensor scales, Tensor zeroPoints, long axis] =>
                Torch.Ops["aten::_empty_per_channel_affine_quantized"].Invoke(sizes, scales, zeroPoints, axis, dtype, null, device),
            _ => throw Wrong(call),
        })[0]!;
        return RequireGrad(tensor.Set_(storage.Storage, offset, sizes, strides), arguments.ElementAtOrDefault(5));
    }

    private static Tensor Sparse(PickledCall call, object?[] arguments)
    {
        if (arguments is not [Layout layout, object?[] parts] || parts.Length < 3 || !parts.Take(2).All(part => part is Tensor))
        {
            throw Wrong(call);
        }

        var (first, second) = ((Tensor)parts[0]!, (Tensor)parts[1]!);
        if (layout == Layout.Sparse)
        {
            return Coordinates(first, second, Longs(parts[2], call), parts.ElementAtOrDefault(3) is true);
        }

        if (parts is not [_, _, Tensor values, var size])
        {
            throw Wrong(call);
        }

        var sizes = Longs(size, call);
        Torch.Ops["aten::_validate_sparse_compressed_tensor_args"].Invoke(first, second, values, sizes, layout);
        return Torch.Ops["aten::_sparse_compressed_tensor_unsafe"].InvokeTensor(first, second, values, sizes, values.DType, layout, values.Device);
    }

    private static Tensor Coordinates(Tensor indices, Tensor values, long[] sizes, bool isCoalesced)
    {
        // libtorch before 2.1 cannot check that indices are sorted. There the tensor is not marked as coalesced, so libtorch coalesces it
        // when needed.
        var knowsOrder = LibraryCalls.IsAtLeast(2, 1);
        var check = Torch.Ops["aten::_validate_sparse_coo_tensor_args"];
        _ = knowsOrder ? check.Invoke(indices, values, sizes, isCoalesced) : check.Invoke(indices, values, sizes);
        var tensor = Torch.Ops["aten::_sparse_coo_tensor_unsafe"].InvokeTensor(indices, values, sizes);
        if (isCoalesced && knowsOrder)
        {
            Torch.Ops["aten::_coalesced_"].Invoke(tensor, true);
        }

        return tensor;
    }

    private static Tensor OnMeta(PickledCall call, object?[] arguments)
    {
        if (arguments is not [DType dtype, var size, var stride, var requiresGrad])
        {
            throw Wrong(call);
        }

        return RequireGrad(Torch.EmptyStrided(Longs(size, call), Longs(stride, call), dtype: dtype, device: Device.Meta), requiresGrad);
    }

    private static Tensor Nested(PickledCall call, object?[] arguments)
    {
        var parts = arguments.Take(4).Select(part => Typed<Tensor>(part, call)).ToArray() is { Length: 4 } all ? all : throw Wrong(call);
        CheckNested(parts);
        return Torch.Ops["aten::_nested_view_from_buffer"].InvokeTensor(parts[0], parts[1], parts[2], parts[3]);
    }

    // libtorch does not check that the parts of a nested tensor lie inside the buffer.
    private static void CheckNested(Tensor[] parts)
    {
        var (sizes, strides, offsets) = (parts[1], parts[2], parts[3]);
        if (parts[0].NDim != 1 || sizes.NDim != 2 || sizes.Shape != strides.Shape || offsets.NDim != 1 || offsets.Numel != sizes.Shape[0]
            || parts.Skip(1).Any(part => part.DType != DType.Int64))
        {
            throw new TorchFileException("The file has a nested tensor whose parts do not fit together.");
        }

        var (all, steps, begins) = (sizes.ToArray<long>(), strides.ToArray<long>(), offsets.ToArray<long>());
        var width = (int)sizes.Shape[1];
        for (var i = 0; i < begins.Length; i++)
        {
            CheckPlace(parts[0].Numel, begins[i], all[(i * width)..((i + 1) * width)], steps[(i * width)..((i + 1) * width)]);
        }
    }

    private static Tensor InStorage(PickledCall call, object?[] arguments, LoadedStorage storage, DType dtype)
    {
        var (offset, sizes, strides) = Place(call, arguments);
        CheckPlace(storage.Storage, dtype, offset, sizes, strides);
        return StorageTensor.Of(storage.Storage, dtype, offset, sizes, strides);
    }

    private static (long Offset, long[] Sizes, long[] Strides) Place(PickledCall call, object?[] arguments) =>
        (At<long>(arguments, 1, call), Longs(arguments.ElementAtOrDefault(2), call), Longs(arguments.ElementAtOrDefault(3), call));

    private static T At<T>(object?[] arguments, int place, PickledCall call)
        where T : struct => arguments.ElementAtOrDefault(place) is T value ? value : throw Wrong(call);

    private static T Typed<T>(object? value, PickledCall call)
        where T : class => value as T ?? throw Wrong(call);

    private static long[] Longs(object? value, PickledCall call) => value switch
    {
        Size size => [.. size],
        IReadOnlyList<object?> list => [.. list.Select(item => item is long number ? number : throw Wrong(call))],
        _ => throw Wrong(call),
    };
}
