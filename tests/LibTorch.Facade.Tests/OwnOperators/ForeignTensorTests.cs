using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.OwnOperators;

/// <summary>Tensors that two libraries in one process share, and who owns what.</summary>
public sealed class ForeignTensorTests(PythonSession python)
{
    [Fact]
    public void A_tensor_that_comes_in_is_shared_with_its_graph()
    {
        var leaf = ForeignLibrary.Make(3);
        var result = ForeignLibrary.Cube(leaf);
        using var x = Tensor.FromNative(leaf);
        using var y = Tensor.FromNative(result);
        Parity.SameText(python, "x", x, "x = torch.full((2, 3), 3., requires_grad=True)");
        Parity.SameText(python, "x * x * x", y, "x = torch.full((2, 3), 3., requires_grad=True)");
        (2 * y).Sum().Backward();
        using var again = Tensor.FromNative(leaf);
        Parity.Same(python, "x.grad", again.Grad!, "x = torch.full((2, 3), 3., requires_grad=True); (2 * (x * x * x)).sum().backward()");

        using (Torch.NoGrad())
        {
            x.Add_(1);
        }

        Assert.Equal(Address(x), ForeignLibrary.Data(leaf));
        ForeignLibrary.Dispose(result);
        ForeignLibrary.Dispose(leaf);
        Assert.Equal([4, 4, 4, 4, 4, 4], x.Detach().ToArray<float>());
    }

    [Fact]
    public void A_tensor_that_goes_out_is_shared_with_its_graph()
    {
        var x = Torch.Full([2], 2.0, requiresGrad: true);
        var y = x * x;
        var native = y.ToNative();
        y.Dispose();
        ForeignLibrary.Backward(native);
        Parity.Same(python, "x.grad", x.Grad!, "x = torch.full((2,), 2., requires_grad=True); (x * x).sum().backward()");
        ForeignLibrary.Dispose(native);

        using var z = Torch.Zeros(2);
        var shared = z.ToNative();
        ForeignLibrary.Increase(shared);
        Assert.Equal([1, 1], z.ToArray<float>());
        Tensor.ReleaseNative(shared);
    }

    [Fact]
    public void Each_side_holds_a_reference_of_its_own()
    {
        var native = ForeignLibrary.Make(1);
        Assert.Equal(1, ForeignLibrary.Holders(native));
        var x = Tensor.FromNative(native);
        var second = Tensor.FromNative(native);
        Assert.Equal(3, ForeignLibrary.Holders(native));
        x.Dispose();
        second.Dispose();
        Assert.Equal(1, ForeignLibrary.Holders(native));
        Assert.Throws<ObjectDisposedException>(() => x.ToNative());

        using (var taken = Tensor.FromNative(native))
        {
            var other = taken.ToNative();
            Assert.Equal(3, ForeignLibrary.Holders(native));
            Tensor.ReleaseNative(other);
            Assert.Equal(2, ForeignLibrary.Holders(native));
        }

        ForeignLibrary.Dispose(native);
        Tensor.ReleaseNative(0);
    }

    [Fact]
    public void A_tensor_that_nobody_disposes_goes_with_the_collector()
    {
        var native = ForeignLibrary.Make(1);
        for (var i = 0; i < 100; i++)
        {
            Forget(native);
        }

        // Finalizers run on a thread of their own.
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return ForeignLibrary.Holders(native) == 1;
            },
            TimeSpan.FromSeconds(20)), $"{ForeignLibrary.Holders(native)} hold it");
        ForeignLibrary.Dispose(native);
    }

    [Fact]
    public void A_scope_takes_it_along()
    {
        var native = ForeignLibrary.Make(1);
        using (new TensorScope())
        {
            _ = Tensor.FromNative(native);
            Assert.Equal(2, ForeignLibrary.Holders(native));
        }

        Assert.Equal(1, ForeignLibrary.Holders(native));
        ForeignLibrary.Dispose(native);
    }

    [Fact]
    public void What_is_no_tensor_is_refused()
    {
        foreach (var number in new nint[] { 0, 1, 8, -1, 0x5678_9ABC, nint.MaxValue })
        {
            Assert.Equal("there is no tensor at this address", Assert.Throws<ArgumentException>(() => Tensor.FromNative(number)).Message);
        }

        var zeros = Marshal.AllocHGlobal(64);
        Marshal.Copy(new byte[64], 0, zeros, 64);
        Assert.Equal("there is no tensor at this address", Assert.Throws<ArgumentException>(() => Tensor.FromNative(zeros)).Message);
        Marshal.WriteIntPtr(zeros, zeros);
        Marshal.WriteIntPtr(zeros, 8, zeros);
        Assert.Equal("there is no tensor at this address", Assert.Throws<ArgumentException>(() => Tensor.FromNative(zeros)).Message);
        Marshal.FreeHGlobal(zeros);

        var undefined = ForeignLibrary.Undefined();
        Assert.Equal("the tensor is undefined", Assert.Throws<ArgumentException>(() => Tensor.FromNative(undefined)).Message);
        ForeignLibrary.Dispose(undefined);
    }

    [Fact]
    public unsafe void A_tensor_of_another_libtorch_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("libtorch-another-").FullName;
        var (source, library) = (Path.Combine(folder, "another.cpp"), Path.Combine(folder, "libc10.so.9"));
        File.WriteAllText(source, "struct Tensor { virtual ~Tensor() {} }; static Tensor tensor; static Tensor* native = &tensor;\nextern \"C\" void* make() { return &native; }\n");
        Assert.Equal(0, Shell.Run($"${{CXX:-c++}} -shared -fPIC -o {library} {source}").ExitCode);
        var make = (delegate* unmanaged<nint>)NativeLibrary.GetExport(NativeLibrary.Load(library), "make");
        var native = make();
        Assert.Equal($"the tensor belongs to another libtorch: {library}", Assert.Throws<ArgumentException>(() => Tensor.FromNative(native)).Message);
        Directory.Delete(folder, recursive: true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(nint native) => _ = Tensor.FromNative(native);

    private static unsafe nint Address(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.Detach().AsSpan<float>()));
}
