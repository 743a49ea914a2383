using LibTorch.Interop;

namespace LibTorch.Files.Pickling;

/// <content>Meta, quantized, sparse and nested tensors, which need more than a single storage with offset, shape and strides.</content>
internal sealed partial class TensorPickler
{
    private void SaveMeta(Tensor tensor, bool requiresGrad)
    {
        writer.Global(Utils, "_rebuild_meta_tensor_no_storage");
        writer.Operation(Opcode.Mark);
        writer.Global("torch", StorageTypes.NameOf(tensor.DType));
        writer.Integers(tensor.Shape);
        writer.Integers(TensorCalls.Strides(tensor));
        writer.Boolean(requiresGrad);
        writer.EndCall(count: 4);
    }

    private void SaveQuantized(Tensor tensor, bool requiresGrad)
    {
        writer.Global(Utils, "_rebuild_qtensor");
        writer.Operation(Opcode.Mark);
        SavePlace(tensor, StorageTypes.Of(tensor.DType)!);
        SaveQuantizer(tensor);
        writer.Boolean(requiresGrad);
        SaveNoHooks();
        writer.EndCall(count: 7);
    }

    private void SaveQuantizer(Tensor tensor)
    {
        switch (tensor.Qscheme())
        {
            case QScheme.PerTensorAffine:
                writer.Global("torch", StorageTypes.NameOf(QScheme.PerTensorAffine));
                writer.Float(tensor.QScale());
                writer.Integer(tensor.QZeroPoint());
                writer.EndTuple(3);
                writer.Put();
                break;
            case QScheme.PerChannelAffine or QScheme.PerChannelAffineFloatQParams:
                // Python writes the name per_channel_affine for both schemes.
                writer.Operation(Opcode.Mark);
                writer.Global("torch", StorageTypes.NameOf(QScheme.PerChannelAffine));
                SavePart(tensor.QPerChannelScales());
                SavePart(tensor.QPerChannelZeroPoints());
                writer.Integer(tensor.QPerChannelAxis());
                writer.EndTuple(4);
                writer.Put();
                break;
            case var scheme:
                throw new TorchException($"Serialization is not supported for tensors of type {scheme.TorchName()}");
        }
    }

    // Since 2.1, Python also writes whether the tensor is coalesced.
    private void SaveSparse(Tensor tensor)
    {
        var tellsOrder = LibraryCalls.IsAtLeast(2, 1);
        writer.Global(Utils, "_rebuild_sparse_tensor");
        Save(Layout.Sparse);
        if (tellsOrder)
        {
            writer.Operation(Opcode.Mark);
        }

        SavePart(Part(tensor, "aten::_indices"));
        SavePart(Part(tensor, "aten::_values"));
        SaveSize(tensor);
        if (tellsOrder)
        {
            writer.Boolean(tensor.IsCoalesced());
        }

        EndParts(tellsOrder ? 4 : 3);
    }

    private void SaveCompressed(Tensor tensor)
    {
        var layout = tensor.Layout;
        var knowsAll = LibraryCalls.IsAtLeast(2, 0);
        if (!knowsAll && layout != Layout.SparseCsr)
        {
            throw new TorchNotImplementedException($"sparse tensor __reduce_ex__ for layout `{layout.TorchName()}`");
        }

        var byRows = layout is Layout.SparseCsr or Layout.SparseBsr;
        writer.Global(Utils, knowsAll ? "_rebuild_sparse_tensor" : "_rebuild_sparse_csr_tensor");
        Save(layout);
        writer.Operation(Opcode.Mark);
        SavePart(byRows ? tensor.CrowIndices() : tensor.CcolIndices());
        SavePart(byRows ? tensor.ColIndices() : tensor.RowIndices());
        SavePart(tensor.Values());
        SaveSize(tensor);
        EndParts(4);
    }

    private void SaveNested(Tensor tensor)
    {
        writer.Global(Utils, "_rebuild_nested_tensor");
        writer.Operation(Opcode.Mark);
        SavePart(Part(tensor, "aten::values"));
        SavePart(Part(tensor, "aten::_nested_tensor_size"));
        SavePart(Part(tensor, "aten::_nested_tensor_strides"));
        SavePart(Part(tensor, "aten::_nested_tensor_storage_offsets"));
        writer.EndCall(count: 4);
    }

    // Ends the tuple of parts, which is the second argument after the layout, and the call.
    private void EndParts(int count)
    {
        writer.EndTuple(count);
        writer.Put();
        writer.EndCall(2);
    }

    // Saves a temporary tensor. It is kept until the file is written, so that no later tensor gets the same address.
    private void SavePart(Tensor part)
    {
        storages.Keep(part);
        SaveTensor(part, part.RequiresGrad);
        writer.Put();
    }

    private void SaveSize(Tensor tensor)
    {
        writer.Size(tensor.Shape);
        writer.Put();
    }

    private static Tensor Part(Tensor tensor, string name) => Torch.Ops[name].InvokeTensor(tensor);
}
