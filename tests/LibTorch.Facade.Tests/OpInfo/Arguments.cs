namespace LibTorch.Tests.OpInfo;

/// <summary>Makes recorded arguments again: the same strides, storages and numbers, as Python had them.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<PackedTensor, Tensor> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<byte[], Tensor> _storages = new(ReferenceEqualityComparer.Instance);

    /// <summary>What gradients are taken by, in the order of the arguments.</summary>
    public List<Tensor> Leaves { get; } = [];

    /// <summary>The recorded value with tensors in place of packed ones.</summary>
    public object? Make(object? recorded) => recorded switch
    {
        PackedTensor tensor => Make(tensor),
        object?[] list => Array.ConvertAll(list, Make),
        _ => recorded,
    };

    /// <summary>The tensor made for a packed one.</summary>
    public Tensor Made(PackedTensor packed) => _tensors[packed];

    private Tensor Make(PackedTensor packed)
    {
        if (_tensors.TryGetValue(packed, out var made))
        {
            return made;
        }

        var tensor = packed.Layout == Layout.Strided ? Dense(packed) : Sparse(packed);
        if (packed.RequiresGrad)
        {
            tensor.RequiresGrad_();
            Leaves.Add(tensor);
            tensor = packed.IsLeaf ? tensor : tensor.Clone();
        }

        _tensors.Add(packed, tensor);
        return tensor;
    }

    private Tensor Dense(PackedTensor packed)
    {
        if (packed.Device.Type != DeviceType.Cpu)
        {
            return Torch.EmptyStrided(packed.Sizes, packed.Strides!, packed.DType, device: packed.Device);
        }

        // A tensor of its own on memory that others may share: operators that write to it tell a view from one.
        var tensor = Torch.Empty([0], dtype: packed.DType).Set_(Storage(packed), packed.Offset, packed.Sizes, packed.Strides!);
        tensor = packed.IsConj ? Plain("aten::_conj", tensor) : tensor;
        return packed.IsNeg ? Plain("aten::_neg_view", tensor) : tensor;
    }

    private Tensor Storage(PackedTensor packed)
    {
        if (!_storages.TryGetValue(packed.Bytes, out var storage))
        {
            storage = Torch.Empty([packed.Bytes.Length], dtype: DType.UInt8);
            storage.CopyFrom<byte>(packed.Bytes);
            _storages.Add(packed.Bytes, storage);
        }

        return storage;
    }

    private Tensor Sparse(PackedTensor packed)
    {
        object?[] parts = Array.ConvertAll<PackedTensor, object?>(packed.Parts, Make);
        if (packed.Layout == Layout.Sparse)
        {
            return Plain("aten::_coalesced_", Plain("aten::_sparse_coo_tensor_unsafe", [.. parts, packed.Sizes]), packed.IsCoalesced);
        }

        return Plain("aten::_sparse_compressed_tensor_unsafe", [.. parts, packed.Sizes, packed.DType, packed.Layout]);
    }

    private static Tensor Plain(string name, params object?[] arguments)
    {
        using var still = Torch.NoGrad();
        return (Tensor)Torch.Ops[name].Invoke(arguments)[0]!;
    }
}
