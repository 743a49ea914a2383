using LibTorch.Files.Checkpoints;
using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Files.Pickling;

/// <summary>
/// Writes tensors as calls of the functions with which Python rebuilds them, and their storages as references to the archive's records.
/// </summary>
internal sealed partial class TensorPickler(PickleWriter writer, SavedStorages storages)
{
    private const string Utils = "torch._utils";

    // In Python there is a single object for each libtorch tensor; here there may be several. So tensors are memoized by TensorImpl.
    private readonly record struct Identity(nint Tensor);

    public void Save(Tensor tensor)
    {
        var identity = new Identity(TensorCalls.Identity(tensor));
        if (writer.GetValue(identity))
        {
            return;
        }

        storages.Keep(tensor);
        if (tensor is Parameter)
        {
            writer.Global(Utils, "_rebuild_parameter");
            SaveTensor(tensor, requiresGrad: false);
            writer.Put();
            writer.Boolean(tensor.RequiresGrad);
            SaveNoHooks();
            writer.EndCall(3);
        }
        else
        {
            SaveTensor(tensor, tensor.RequiresGrad);
        }

        writer.PutValue(identity);
    }

    public void Save(Storage storage) => SaveStorage(storage, StorageTypes.Untyped, takeOver: false);

    // A layout is a single object in Python, which _get_layout finds by its name.
    public void Save(Layout layout)
    {
        if (writer.GetValue(layout))
        {
            return;
        }

        writer.Global("torch.serialization", "_get_layout");
        writer.Text(layout.TorchName());
        writer.Put();
        writer.EndCall(1);
        writer.PutValue(layout);
    }

    // Writes the call that rebuilds the tensor; the caller memoizes the result.
    private void SaveTensor(Tensor tensor, bool requiresGrad)
    {
        if (tensor.HasNames)
        {
            throw new TorchException("NYI: Named tensors don't support serialization. Please drop names via `tensor = tensor.rename(None)` before serialization.");
        }

        if (tensor.IsMeta)
        {
            SaveMeta(tensor, requiresGrad);
        }
        else if (tensor.IsQuantized)
        {
            SaveQuantized(tensor, requiresGrad);
        }
        else if (tensor.IsSparse)
        {
            SaveSparse(tensor);
        }
        else if (tensor.Layout is Layout.SparseCsr or Layout.SparseCsc or Layout.SparseBsr or Layout.SparseBsc)
        {
            SaveCompressed(tensor);
        }
        else if (tensor.IsNested)
        {
            SaveNested(tensor);
        }
        else
        {
            SaveDense(tensor, requiresGrad);
        }
    }

    private void SaveDense(Tensor tensor, bool requiresGrad)
    {
        if (tensor.Has(TensorFlags.Conj | TensorFlags.Neg) && !LibraryCalls.IsAtLeast(2, 0))
        {
            // Before 2.0, Python loses the conj and neg bits when saving, so the loaded numbers would differ. Save a resolved copy instead.
            SaveDense(storages.Keep(tensor.ResolveConj().ResolveNeg()), requiresGrad);
            return;
        }

        var dtype = tensor.DType;
        var type = StorageTypes.Of(dtype);
        if (type is null && !LibraryCalls.IsAtLeast(2, 1))
        {
            throw new TorchException($"dtype {dtype} is not recognized");
        }

        writer.Global(Utils, type is null ? "_rebuild_tensor_v3" : "_rebuild_tensor_v2");
        writer.Operation(Opcode.Mark);
        SavePlace(tensor, type ?? StorageTypes.Untyped);
        writer.Boolean(requiresGrad);
        SaveNoHooks();
        if (type is null)
        {
            writer.Global("torch", StorageTypes.NameOf(dtype));
        }

        SaveBits(tensor);
        writer.EndCall(count: 6);
    }

    // Writes the storage, and the tensor's offset, shape and strides in it.
    private void SavePlace(Tensor tensor, StorageType type)
    {
        SaveStorage(tensor.UntypedStorage(), type, takeOver: true);
        writer.Integer(tensor.StorageOffset());
        writer.Integers(tensor.Shape);
        writer.Integers(TensorCalls.Strides(tensor));
    }

    private void SaveStorage(Storage storage, StorageType type, bool takeOver)
    {
        var (key, location, bytes) = storages.Add(storage, type, takeOver);
        writer.Operation(Opcode.Mark);
        writer.SharedText("storage");
        writer.Global(type.Module, type.Name);
        writer.SharedText(key);
        writer.SharedText(location);
        writer.Integer(bytes / type.ElementSize);
        writer.EndTuple(5);
        writer.Put();
        writer.Operation(Opcode.BinPersId);
    }

    // Writes the neg and conj bits, if set, in the iteration order of libtorch's hash table, so that the bytes are the same as Python's.
    private void SaveBits(Tensor tensor)
    {
        List<string> bits = [];
        if (tensor.Has(TensorFlags.Neg))
        {
            bits.Add("neg");
        }

        if (tensor.Has(TensorFlags.Conj))
        {
            bits.Add("conj");
        }

        if (bits.Count == 0)
        {
            return;
        }

        writer.Operation(Opcode.EmptyDict);
        writer.Put();
        if (bits.Count > 1)
        {
            writer.Operation(Opcode.Mark);
        }

        foreach (var bit in bits)
        {
            writer.Text(bit);
            writer.Put();
            writer.Boolean(true);
        }

        writer.Operation(bits.Count > 1 ? Opcode.SetItems : Opcode.SetItem);
    }

    private void SaveNoHooks()
    {
        writer.OrderedDict();
        writer.Put();
    }
}
