namespace LibTorch.Tests.Operators;

/// <summary>Values that only operators look into: storages, streams, packed weights.</summary>
public sealed class ObjectsTests(PythonSession python)
{
    [Fact]
    public void A_storage_can_carry_another_tensor()
    {
        var x = Torch.Arange(6.0);
        using var storage = x.UntypedStorage();
        Assert.Equal("Storage", storage.TypeName);
        Assert.Equal(python.Eval("torch.arange(6.).storage().nbytes()"), storage.ByteCount.ToString());

        var y = Torch.Empty(0);
        Assert.Same(y, y.Set_(storage, 1, [2, 2], [2, 1]));
        Parity.Same(python, "torch.empty(0).set_(torch.arange(6.).storage(), 1, (2, 2), (2, 1))", y);
        x.Fill_(7);
        Assert.Equal([7f, 7f, 7f, 7f], y.Reshape(-1).ToArray<float>());
        Assert.Same(y, Torch.Ops["aten::set_.source_Storage"].Invoke(y, storage)[0]);
        Assert.Equal(6, y.Numel);
    }

    [Fact]
    public void A_layout_without_memory_has_no_storage() =>
        Parity.SameError(python, "torch.eye(2).to_sparse().storage()", () => Torch.Eye(2).ToSparse().UntypedStorage());

    [Fact]
    public void A_disposed_or_missing_one_is_refused()
    {
        var storage = Torch.Ones(1).UntypedStorage();
        storage.Dispose();
        storage.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Torch.Empty(0).Set_(storage));
        Assert.Throws<ObjectDisposedException>(() => storage.TypeName);
        Assert.Throws<ObjectDisposedException>(() => storage.ByteCount);
        Assert.Throws<ArgumentNullException>(() => Torch.Empty(0).Set_((Storage)null!));
    }

    [Fact]
    public void An_object_of_another_type_is_refused_before_the_operator_sees_it()
    {
        using var stream = new DeviceStream(Device.Cpu);
        Assert.Equal("Stream", stream.TypeName);
        var set = Torch.Ops["aten::set_.source_Storage"];
        var error = Assert.Throws<ArgumentException>(() => set.Invoke(Torch.Empty(0), stream));
        Assert.Contains("argument 'source' must be Storage, not an object of another type", error.Message);
        Assert.Throws<ArgumentException>(() => Torch.Ops["aten::relu"].Invoke(stream));
        Assert.Throws<TorchValueException>(() => new DeviceStream(new Device((DeviceType)77)));
    }

    [Fact]
    public void A_stream_reaches_its_operator()
    {
        using var stream = new DeviceStream(Device.Cpu);
        var error = Assert.Throws<TorchNotImplementedException>(() => Torch.Ones(1).RecordStream(stream));
        Assert.StartsWith("Could not run 'aten::record_stream' with arguments from the 'CPU' backend.", error.Message);
    }

    [Fact]
    public void Quantized_tensors_tell_their_scheme()
    {
        var whole = Torch.QuantizePerTensor(Torch.Ones(2), 0.5, 0, DType.QUInt8);
        var channels = Torch.QuantizePerChannel(Torch.Ones(2, 2), Torch.Tensor([0.5, 0.25]), Torch.Zeros([2], dtype: DType.Int64), 0, DType.QInt8);
        const string Setup = "w = torch.quantize_per_tensor(torch.ones(2), 0.5, 0, torch.quint8); c = torch.quantize_per_channel(torch.ones(2, 2), torch.tensor([0.5, 0.25], dtype=torch.float64), torch.zeros(2, dtype=torch.int64), 0, torch.qint8)";
        Assert.Equal((QScheme.PerTensorAffine, "torch.per_tensor_affine"), (whole.Qscheme(), python.Eval("w.qscheme()", Setup)));
        Assert.Equal((QScheme.PerChannelAffine, "torch.per_channel_affine"), (channels.Qscheme(), python.Eval("c.qscheme()", Setup)));
    }

    [Fact]
    public void Plain_tensors_have_no_scheme()
    {
        Assert.SkipWhen(
            !Torch.Cuda.IsAvailable() && python.Eval("torch.version.cuda is not None") == "True",
            "the message lists what has the operator, and without a device only Python loads libtorch's CUDA half");
        Parity.SameError(python, "torch.ones(1).qscheme()", () => Torch.Ones(1).Qscheme());
    }
}
