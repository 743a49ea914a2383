namespace LibTorch.Interop;

/// <summary>Calls for TorchScript modules.</summary>
internal static unsafe class ScriptCalls
{
    /// <summary>Loads the module of an archive. With a device type of -1, tensors go to the device that they were saved on.</summary>
    public static ObjectHandle Load(IByteSource archive, int deviceType, int deviceIndex)
    {
        using var transfer = new ByteTransfer(archive);
        var source = transfer.Source();
        nint module = 0;
        var status = Native.ltf_script_load(&source, deviceType, deviceIndex, &module);
        var loaded = module == 0 ? null : new ObjectHandle(module);
        try
        {
            transfer.Check(status);
        }
        catch
        {
            loaded?.Dispose();
            throw;
        }

        return loaded!;
    }

    /// <summary>Writes the module as an archive with a folder of this name, and the extra files.</summary>
    public static void Save(IHandleOwner module, string folder, IReadOnlyList<(string Name, byte[] Bytes)> extra, IByteSink sink)
    {
        using var lease = new Lease();
        using var transfer = new ByteTransfer(sink);
        var names = new NativeText[extra.Count];
        var files = new NativeText[extra.Count];
        var memory = new byte[]?[2 * extra.Count];
        for (var i = 0; i < extra.Count; i++)
        {
            names[i] = NativeText.Lend(extra[i].Name, ref memory[i]);
            files[i] = NativeText.Lend(extra[i].Bytes, ref memory[extra.Count + i]);
        }

        var native = transfer.Sink();
        fixed (byte* name = NativeText.Terminated(folder))
        fixed (NativeText* extraNames = names, extraFiles = files)
        {
            var status = Native.ltf_script_save(lease.Take(module), name, extraNames, extraFiles, extra.Count, &native);
            GC.KeepAlive(memory);
            transfer.Check(status);
        }
    }

    /// <summary>A deep copy of the module, with its own copies of the tensors.</summary>
    public static ObjectHandle Copy(IHandleOwner module)
    {
        using var lease = new Lease();
        nint copy;
        NativeError.Check(Native.ltf_script_copy(lease.Take(module), &copy));
        return new ObjectHandle(copy);
    }

    public static string[] Methods(IHandleOwner module)
    {
        using var lease = new Lease();
        NativeText names;
        NativeError.Check(Native.ltf_script_methods(lease.Take(module), &names));
        return names.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static string Schema(IHandleOwner module, string method) => TextOf(module, method, &Native.ltf_script_schema);

    public static string Code(IHandleOwner module, string method) => TextOf(module, method, &Native.ltf_script_code);

    /// <summary>The members in their order.</summary>
    public static ScriptMember[] Members(IHandleOwner module)
    {
        using var lease = new Lease();
        var pointer = lease.Take(module);
        int count;
        NativeError.Check(Native.ltf_script_member_count(pointer, &count));
        var members = new ScriptMember[count];
        for (var i = 0; i < count; i++)
        {
            ScriptMemberInfo info;
            NativeError.Check(Native.ltf_script_member_describe(pointer, i, &info));
            members[i] = new ScriptMember(i, info.Name.ToString(), info.Kind, info.Identity);
        }

        return members;
    }

    /// <summary>A member that is a module, as a new reference.</summary>
    public static ObjectHandle Module(IHandleOwner module, int index)
    {
        var value = Member(module, index);
        return new ObjectHandle((nint)value.Pointer);
    }

    /// <summary>A member that is a tensor, and a number that identifies the tensor; nothing where the member is None.</summary>
    public static (TensorHandle? Tensor, nint Identity) Tensor(IHandleOwner module, int index)
    {
        var value = Member(module, index);
        return value.Tag == Tag.Tensor ? (TensorHandle.Own((nint)value.Pointer), (nint)value.Pointer) : default;
    }

    /// <summary>A new module without methods, in training or evaluation mode.</summary>
    public static ObjectHandle Create(string name, bool training)
    {
        nint module;
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_script_create(text, training ? 1 : 0, &module));
        }

        return new ObjectHandle(module);
    }

    /// <summary>Makes a tensor a parameter or a buffer of the module.</summary>
    public static void Add(IHandleOwner module, string name, IHandleOwner tensor, ScriptMemberKind kind)
    {
        using var lease = new Lease();
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_script_add_tensor(lease.Take(module), text, lease.Take(tensor), kind));
        }
    }

    /// <summary>Makes a module a member of the module.</summary>
    public static void Add(IHandleOwner module, string name, IHandleOwner added)
    {
        using var lease = new Lease();
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_script_add_module(lease.Take(module), text, lease.Take(added)));
        }
    }

    /// <summary>
    /// Runs the function on the inputs, and makes the operators that it calls the module's method <c>forward</c>. The function hands its
    /// result to the receiver.
    /// </summary>
    public static void Trace(IHandleOwner module, IReadOnlyList<IHandleOwner> inputs, Action<TensorHandle?[], nint> function, bool strict)
    {
        using var lease = new Lease();
        using var run = new TracedRun(function);
        var code = run.Code();
        run.Check(Native.ltf_script_trace(lease.Take(module), lease.Take([.. inputs]), inputs.Count, strict ? 1 : 0, &code));
    }

    /// <summary>Sets whether this thread's operators are recorded in its trace, and returns whether they were before.</summary>
    public static bool Record(bool recorded)
    {
        int before;
        NativeError.Check(Native.ltf_script_record(recorded ? 1 : 0, &before));
        return before != 0;
    }

    /// <summary>A copy of the module whose parameters are constants.</summary>
    public static ObjectHandle Freeze(IHandleOwner module, bool optimizeNumerics)
    {
        using var lease = new Lease();
        nint frozen;
        NativeError.Check(Native.ltf_script_freeze(lease.Take(module), optimizeNumerics ? 1 : 0, &frozen));
        return new ObjectHandle(frozen);
    }

    /// <summary>A copy of the module whose code is faster where no gradients are needed.</summary>
    public static ObjectHandle Optimize(IHandleOwner module)
    {
        using var lease = new Lease();
        nint optimized;
        NativeError.Check(Native.ltf_script_optimize(lease.Take(module), &optimized));
        return new ObjectHandle(optimized);
    }

    private static Value Member(IHandleOwner module, int index)
    {
        using var lease = new Lease();
        Value value;
        NativeError.Check(Native.ltf_script_member_get(lease.Take(module), index, &value));
        return value;
    }

    private static string TextOf(IHandleOwner module, string method, delegate*<nint, byte*, NativeText*, int> ask)
    {
        using var lease = new Lease();
        NativeText text;
        fixed (byte* name = NativeText.Terminated(method))
        {
            NativeError.Check(ask(lease.Take(module), name, &text));
        }

        return text.ToString();
    }
}
