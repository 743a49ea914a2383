
namespace LibTorch.Tests.Memory;

/// <summary>Tensors that cross to Python's torch and numpy in the same process, and back, by DLPack's capsules.</summary>
public sealed unsafe class DLPackPythonTests(PythonSession python)
{
    private const string PythonLibrary = "LTF_PYTHON_LIBRARY";

    // A capsule's name has to stay where it is.
    private const string Setup = """
        import ctypes, torch, numpy as np
        from torch.utils import dlpack
        full, used = ctypes.create_string_buffer(b'dltensor'), ctypes.create_string_buffer(b'used_dltensor')
        api = ctypes.pythonapi
        api.PyCapsule_New.restype, api.PyCapsule_New.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
        api.PyCapsule_GetPointer.restype, api.PyCapsule_GetPointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_void_p]
        api.PyCapsule_SetName.argtypes = [ctypes.py_object, ctypes.c_void_p]
        def capsule(pointer): return api.PyCapsule_New(pointer, ctypes.addressof(full), None)
        def take(capsule):
            pointer = api.PyCapsule_GetPointer(capsule, ctypes.addressof(full))
            api.PyCapsule_SetName(capsule, ctypes.addressof(used))
            return pointer
        class Speaker:
            def __init__(self, pointer): self.pointer = pointer
            def __dlpack__(self, **_): return capsule(self.pointer)
            def __dlpack_device__(self): return (1, 0)

        """;

    [Fact]
    public void Python_in_the_same_process_shares_tensors()
    {
        var library = EmbeddedPython.Library(python);
        Assert.SkipWhen(library.Length == 0, "this Python is not installed as a library");
        var (exit, output, error) = ChildProcess.RunTests([$"{typeof(DLPackPythonTests).FullName}.{nameof(The_other_process)}"], (PythonLibrary, library));
        Assert.True(exit == 0 && output.Contains("Failed: 0", StringComparison.Ordinal) && !output.Contains("Skipped: 1", StringComparison.Ordinal), output + error);
    }

    [Fact]
    public void The_other_process()
    {
        var path = Environment.GetEnvironmentVariable(PythonLibrary);
        Assert.SkipWhen(path is null, "runs in a process of its own, which the test above starts");
        var library = EmbeddedPython.Start(path);
        try
        {
            EmbeddedPython.Run(library, Setup);
            Tensors_go_to_Pythons_torch(library);
            Tensors_go_to_numpy(library);
            Tensors_come_from_Python(library);
        }
        finally
        {
            EmbeddedPython.Leave(library);
        }
    }

    private static void Tensors_go_to_Pythons_torch(nint library)
    {
        var memory = new CountedMemory<float>([0, 1, 2, 3, 4, 5]);
        var x = Torch.FromMemory(memory.Memory, [2, 3]);
        var turned = x.T;
        var pointer = Torch.Utils.DLPack.ToDLPack(turned).Take();
        x.Dispose();
        turned.Dispose();
        EmbeddedPython.Run(library, $"y = dlpack.from_dlpack(capsule({pointer}))\nassert y.tolist() == [[0, 3], [1, 4], [2, 5]] and y.stride() == (1, 3), y\ny.mul_(2)");
        Assert.Equal([0f, 2, 4, 6, 8, 10], memory.Values);
        Assert.Equal(1, memory.Pins);
        EmbeddedPython.Run(library, "del y");
        Assert.Equal(0, memory.Pins);
    }

    private static void Tensors_go_to_numpy(nint library)
    {
        var memory = new CountedMemory<long>([1, 2, 3, 4]);
        var x = Torch.FromMemory(memory.Memory, [2, 2]);
        var pointer = Torch.Utils.DLPack.ToDLPack(x).Take();
        x.Dispose();
        EmbeddedPython.Run(library, $"a = np.from_dlpack(Speaker({pointer}))\nassert a.tolist() == [[1, 2], [3, 4]] and a.dtype == np.int64, a\nb = a[1]\ndel a\nassert b.tolist() == [3, 4]");
        Assert.Equal(1, memory.Pins);
        EmbeddedPython.Run(library, "del b");
        Assert.Equal(0, memory.Pins);
    }

    private static void Tensors_come_from_Python(nint library)
    {
        nint pointer = 0;
        EmbeddedPython.Run(library, $"""
            import weakref
            class Held(np.ndarray): pass
            array = np.arange(6, dtype='f8').reshape(2, 3).view(Held)
            gone = []
            weakref.finalize(array, gone.append, True)
            t = torch.from_numpy(array)
            ctypes.c_size_t.from_address({(nint)(&pointer)}).value = take(dlpack.to_dlpack(t))
            del t, array
            assert not gone
            """);
        var x = Torch.Utils.DLPack.FromDLPack(pointer);
        Assert.Equal((DType.Float64, "torch.Size([2, 3])"), (x.DType, x.Shape.ToString()));
        Assert.Equal([0.0, 1, 2, 3, 4, 5], x.ToArray<double>());
        x.Dispose();
        EmbeddedPython.Run(library, "assert gone == [True]");
    }
}
