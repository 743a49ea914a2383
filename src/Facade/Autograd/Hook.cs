using LibTorch.Interop;

namespace LibTorch;

/// <summary>Adapts a user's delegate to the callback that libtorch calls.</summary>
internal sealed class Hook(Func<TensorHandle?[], TensorHandle?[], IHandleOwner?[]?> body) : ICallback
{
    public IHandleOwner?[]? Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second) => body(first, second);

    /// <summary>The delegate's name as Python's messages would show it: a function's name, or <c>&lt;lambda&gt;</c>.</summary>
    public static string NameOf(Delegate hook)
    {
        // The compiler names a local function <Outer>g__Inner|0_0, and a lambda <Outer>b__0.
        var name = hook.Method.Name;
        var start = name.IndexOf(">g__", StringComparison.Ordinal);
        return start >= 0 ? name[(start + 4)..name.IndexOf('|', start)] : name.StartsWith('<') ? "<lambda>" : name;
    }
}
