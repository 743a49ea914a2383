using LibTorch.Files.Checkpoints;
using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Files.Pickling;

/// <summary>Writes tensors as calls of the functions that Python rebuilds them with, and their storages as references to records.</summary>
internal sealed partial class TensorPickler(PickleWriter writer, SavedStorages storages)
{
    private const string Utils = "torch._utils";

    // Python's tensors are one object for each of libtorch's; ours may be several.
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

    // A layout is one object in Python, which a function finds by its text.
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

    // The call that gives the tensor; the caller has it remembered.
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
            // Until then Python forgets that such elements are to be read conjugated or negated, and gives other numbers back.
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

    // The storage, and where in it the elements lie.
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

    // Whether the elements are to be read negated or conjugated, in the order of libtorch's hash table.
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
