using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch.Tests.Memory;

/// <summary>Tensors to and from another library by DLPack's struct, and who gives the memory back.</summary>
public sealed unsafe class DLPackTests(PythonSession python) : IDisposable
{
    private readonly int* _deletions = (int*)NativeMemory.AllocZeroed(sizeof(int));

    public void Dispose() => NativeMemory.Free(_deletions);

    [Fact]
    public void Another_librarys_tensor_is_used_where_it_lies_and_given_back_once()
    {
        var managed = ManagedTensor.Of([0, 1, 2, 3, 4, 5], [2, 3], null, _deletions);
        var data = (float*)managed->Data;
        var x = Torch.Utils.DLPack.FromDLPack((nint)managed);
        Parity.SameText(python, "torch.arange(6.).reshape(2, 3)", x);
        x[0, 0] = 9;
        Assert.Equal(9, data[0]);
        var part = x[1];
        x.Dispose();
        Assert.Equal(0, *_deletions);
        Assert.Equal([3f, 4, 5], part.ToArray<float>());
        part.Dispose();
        Assert.Equal(1, *_deletions);
        NativeMemory.Free(data);
    }

    [Fact]
    public void Strides_offsets_and_empty_shapes_are_what_the_struct_says()
    {
        Imported([0, 1, 2, 3, 4, 5], [3, 2], [1, 3], tensor => Parity.Same(python, "torch.arange(6.).reshape(2, 3).T", tensor));
        Imported([0, 1, 2, 3], [2], null, tensor => Parity.Same(python, "torch.tensor([2., 3.])", tensor), byteOffset: 8);
        Imported([7], [], null, tensor => Parity.Same(python, "torch.tensor(7.)", tensor));
        Imported([], [0, 3], null, tensor => Parity.Same(python, "torch.empty(0, 3)", tensor));
        Imported([5], [2, 2], [0, 0], tensor => Parity.Same(python, "torch.tensor(5.).expand(2, 2)", tensor));
        Assert.Equal(5, *_deletions);
    }

    [Fact]
    public void What_is_refused_stays_the_callers()
    {
        Refused<ArgumentException>("negative stride", tensor => tensor->Strides[0] = -1);
        Refused<ArgumentException>("negative size", tensor => tensor->Shape[0] = -2);
        Refused<ArgumentException>("no memory", tensor => tensor->Data = null);
        Refused<ArgumentException>("no DLPack tensor", tensor => tensor->NDim = -1);
        Refused<ArgumentException>("no DLPack tensor", tensor => tensor->NDim = 1 << 30);
        Refused<ArgumentException>("no DLPack tensor", tensor => tensor->Bits = 0);
        Refused<TorchException>("", tensor => tensor->Bits = 7);
        Refused<TorchException>("", tensor => tensor->Code = 99);
        Refused<TorchException>("", tensor => tensor->DeviceType = 77);
        Assert.Equal(0, *_deletions);
        Assert.Throws<ArgumentException>(() => Torch.Utils.DLPack.FromDLPack(0));
        Assert.Throws<ArgumentException>(() => Torch.Utils.DLPack.FromDLPack(12345));
        Assert.Throws<ArgumentException>(() => Torch.Utils.DLPack.FromDLPack(-1));
    }

    [Fact]
    public void A_tensor_goes_out_with_its_memory_and_comes_back()
    {
        var memory = new CountedMemory<float>([0, 1, 2, 3, 4, 5]);
        using var whole = Torch.FromMemory(memory.Memory, [2, 3]);
        var x = whole.T;
        using (var capsule = Torch.Utils.DLPack.ToDLPack(x))
        {
            Assert.True(capsule.IsFull);
            var managed = (ManagedTensor*)capsule.Take();
            Assert.False(capsule.IsFull);
            Assert.Throws<InvalidOperationException>(() => capsule.Take());
            Assert.Equal((TensorCalls.Address(x), 1, 2, (byte)2, (byte)32, (ushort)1), ((nint)managed->Data, managed->DeviceType, managed->NDim, managed->Code, managed->Bits, managed->Lanes));
            Assert.Equal((3L, 2L, 1L, 3L, 0UL), (managed->Shape[0], managed->Shape[1], managed->Strides[0], managed->Strides[1], managed->ByteOffset));
            managed->Deleter(managed);
        }

        using var full = Torch.Utils.DLPack.ToDLPack(x);
        using var back = Torch.Utils.DLPack.FromDLPack(full);
        Assert.Throws<InvalidOperationException>(() => Torch.Utils.DLPack.FromDLPack(full));
        back.Mul_(2);
        Parity.Same(python, "2 * torch.arange(6.).reshape(2, 3).T", x);
        x.Dispose();
        whole.Dispose();
        Assert.Equal(1, memory.Pins);
        Assert.Equal([0f, 2, 4, 6, 8, 10], memory.Values);
        back.Dispose();
        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void A_capsule_that_nobody_takes_gives_the_memory_back()
    {
        var memory = new CountedMemory<float>([1, 2]);
        var x = Torch.FromMemory(memory.Memory);
        var capsule = Torch.Utils.DLPack.ToDLPack(x);
        x.Dispose();
        Assert.Equal(1, memory.Pins);
        capsule.Dispose();
        capsule.Dispose();
        Assert.Equal(0, memory.Pins);
        Assert.False(capsule.IsFull);
        Assert.Throws<InvalidOperationException>(() => Torch.Utils.DLPack.FromDLPack(capsule));
    }

    [Fact]
    public void What_DLPack_cannot_say_is_refused()
    {
        Assert.Throws<TorchException>(() => Torch.Utils.DLPack.ToDLPack(Torch.Ones(2).ToSparse()));
        Assert.Throws<TorchException>(() => Torch.Utils.DLPack.ToDLPack(Torch.Ones([2], dtype: DType.Complex64).Conj()));
        Assert.ThrowsAny<TorchException>(() => Torch.Utils.DLPack.ToDLPack(Torch.Ones(2, device: "meta")));
        Assert.ThrowsAny<TorchException>(() => Torch.Utils.DLPack.ToDLPack((Tensor)Torch.Ops["aten::_efficientzerotensor"].Invoke(new long[] { 10 }, DType.Float32)[0]!));
        using var leaf = Torch.Ones(2, requiresGrad: true);
        using var capsule = Torch.Utils.DLPack.ToDLPack(leaf);
        using var detached = Torch.Utils.DLPack.FromDLPack(capsule);
        Assert.False(detached.RequiresGrad);
    }

    private void Imported(float[] values, long[] shape, long[]? strides, Action<Tensor> check, ulong byteOffset = 0)
    {
        var managed = ManagedTensor.Of(values, shape, strides, _deletions);
        managed->ByteOffset = byteOffset;
        var data = managed->Data;
        using (var tensor = Torch.Utils.DLPack.FromDLPack((nint)managed))
        {
            check(tensor);
        }

        NativeMemory.Free(data);
    }

    private void Refused<T>(string message, Change change)
        where T : Exception
    {
        var managed = ManagedTensor.Of([1, 2], [2], [1], _deletions);
        var data = managed->Data;
        change(managed);
        Assert.Contains(message, Assert.ThrowsAny<T>(() => Torch.Utils.DLPack.FromDLPack((nint)managed)).Message, StringComparison.Ordinal);
        NativeMemory.Free(data);
        NativeMemory.Free(managed->Shape);
        NativeMemory.Free(managed->Strides);
        NativeMemory.Free(managed);
    }

    private delegate void Change(ManagedTensor* tensor);
}
