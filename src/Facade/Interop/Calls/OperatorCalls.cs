using System.Text;

namespace LibTorch.Interop;

/// <summary>Looks up operators in libtorch's registry.</summary>
internal static unsafe class OperatorCalls
{
    /// <summary>
    /// Finds an operator. Callers pass its arguments in the order of <paramref name="names"/>, or in the schema's own order if there are no
    /// names.
    /// </summary>
    public static nint Resolve(string fullName, ReadOnlySpan<string> names)
    {
        var dot = fullName.IndexOf('.', StringComparison.Ordinal);
        var name = NativeText.Terminated(dot < 0 ? fullName : fullName[..dot]);
        var overload = NativeText.Terminated(dot < 0 ? "" : fullName[(dot + 1)..]);
        var joined = NativeText.Terminated(string.Join('\0', names));
        fixed (byte* nameText = name, overloadText = overload, namesText = joined)
        {
            var starts = stackalloc byte*[names.Length];
            for (int i = 0, at = 0; i < names.Length; i++)
            {
                starts[i] = namesText + at;
                at += Encoding.UTF8.GetByteCount(names[i]) + 1;
            }

            nint pointer;
            NativeError.Check(Native.ltf_operator_resolve(
                nameText, overloadText, names.IsEmpty ? null : starts, names.Length, &pointer));
            return pointer;
        }
    }

    public static (string Schema, int ResultCount, OperatorEntry Entry) Describe(nint op)
    {
        NativeText schema;
        int results;
        OperatorEntry entry;
        NativeError.Check(Native.ltf_operator_describe(op, &schema, &results, &entry));
        return (schema.ToString(), results, entry);
    }

    /// <summary>Registers a managed kernel for an operator on the meta device, if libtorch has none. Says whether it did.</summary>
    public static bool RegisterMetaKernel(string fullName, ICallback kernel)
    {
        var dot = fullName.IndexOf('.', StringComparison.Ordinal);
        var name = NativeText.Terminated(dot < 0 ? fullName : fullName[..dot]);
        var overload = NativeText.Terminated(dot < 0 ? "" : fullName[(dot + 1)..]);
        fixed (byte* nameText = name, overloadText = overload)
        {
            int registered;
            NativeError.Check(Native.ltf_meta_kernel_register(nameText, overloadText, Callbacks.HandleOn(kernel), &registered));
            return registered != 0;
        }
    }

    public static void Load(string path)
    {
        fixed (byte* text = NativeText.Terminated(path))
        {
            NativeError.Check(Native.ltf_library_load(text));
        }
    }

    /// <summary>For tests: whether calls and backward passes may take the shortcuts that must not change any result.</summary>
    public static void SetFastPaths(bool enabled) => NativeError.Check(Native.ltf_set_fast_paths(enabled ? 1 : 0));

    public static string[] Schemas()
    {
        NativeText lines;
        NativeError.Check(Native.ltf_operator_schemas(&lines));
        return lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
