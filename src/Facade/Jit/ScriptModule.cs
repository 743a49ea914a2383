using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Jit;

/// <summary>
/// A TorchScript network, or a submodule of one: code and its weights; <c>torch.jit.ScriptModule</c>. The code was compiled or traced in
/// Python, or by <c>Torch.Jit.Trace</c>.
/// </summary>
/// <remarks>
/// Its parameters, buffers and modules are those of the network, so it can be trained, moved and saved like any module. Conversions change
/// these tensors only: a device that the code itself names stays, as in Python. <c>Torch.Func.FunctionalCall</c> and parametrizations
/// cannot replace its weights, because compiled code would not see the replacement; calls then throw.
/// </remarks>
public sealed partial class ScriptModule : Module<Tensor, Tensor>
{
    private const string ModeName = "training";
    private ScriptObject _script;
    private List<(string Name, object Member)> _members;
    private Dictionary<string, ScriptMember> _attributes;

    private ScriptModule(ObjectHandle handle, ScriptTree tree)
    {
        _script = ScriptObject.Own(handle, ObjectKind.Other);
        (_members, _attributes) = tree.Members(_script);
        ReadMode();
    }

    /// <summary>The name of the class that was compiled or traced; <c>module.original_name</c>.</summary>
    public string OriginalName => _script.TypeName[(_script.TypeName.LastIndexOf('.') + 1)..];

    /// <summary>The names of the methods that can be called; most networks have only <c>forward</c>.</summary>
    public IReadOnlyList<string> MethodNames => ScriptCalls.Methods(_script);

    internal override string ClassName => "RecursiveScriptModule";

    internal IHandleOwner Script => _script;

    /// <summary>
    /// Calls <c>forward</c> with one tensor. Use <see cref="Invoke(string, object?[])"/> for networks with other arguments or results.
    /// </summary>
    /// <exception cref="InvalidCastException">The result is not a tensor.</exception>
    /// <exception cref="TorchException">
    /// The network's code raised an error, or does not take one tensor; the message is Python's.
    /// </exception>
    public override Tensor Forward(Tensor input) => Invoke<Tensor>("forward", input);

    /// <summary>Calls a method; <c>module.method(...)</c>.</summary>
    /// <remarks>
    /// Arguments are tensors, numbers, strings, null, devices, dtypes, and lists, tuples and dictionaries of them. Results have the types
    /// that <see cref="Torch.Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/> returns: a list is a
    /// <c>List&lt;object?&gt;</c>, a tuple an <c>object?[]</c>, a dict a <see cref="Optim.StateDictionary"/>, and an object of one of the
    /// network's own classes a <see cref="ScriptObject"/>, which can be passed to methods again. A dict argument is copied: the network's
    /// changes to it are not seen outside.
    /// </remarks>
    /// <param name="method">The method's name, such as <c>forward</c>.</param>
    /// <param name="arguments">The arguments; trailing ones with default values can be left out.</param>
    /// <exception cref="ArgumentException">An argument has a type without a Python counterpart.</exception>
    /// <exception cref="TorchException">
    /// The method's code raised an error, or an argument does not fit; the message is Python's.
    /// </exception>
    public object? Invoke(string method, params object?[] arguments) => Invoke(method, arguments, null);

    /// <summary>Calls a method with positional and named arguments.</summary>
    /// <inheritdoc cref="Invoke(string, object?[])"/>
    public object? Invoke(string method, IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?>? named)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(arguments);
        RefuseStandIns();
        return CallFrame.Script(_script, method, [.. arguments, .. named?.Values ?? []], [.. named?.Keys ?? []]);
    }

    /// <summary>
    /// Calls a method whose result is a <typeparamref name="T"/>: a tensor, a number, a string, an array or list of them, or a dictionary
    /// with string keys.
    /// </summary>
    /// <exception cref="InvalidCastException">The result is of another type.</exception>
    /// <inheritdoc cref="Invoke(string, object?[])" path="/exception"/>
    public T Invoke<T>(string method, params object?[] arguments) => ScriptResult.As<T>(method, Invoke(method, arguments));

    /// <summary>Calls a method whose result is a tuple of two elements.</summary>
    /// <inheritdoc cref="Invoke{T}(string, object?[])"/>
    public (T1 First, T2 Second) Invoke<T1, T2>(string method, params object?[] arguments)
    {
        var parts = ScriptResult.Parts(method, Invoke(method, arguments), 2);
        return (ScriptResult.As<T1>(method, parts[0]), ScriptResult.As<T2>(method, parts[1]));
    }

    /// <summary>Calls a method whose result is a tuple of three elements.</summary>
    /// <inheritdoc cref="Invoke{T}(string, object?[])"/>
    public (T1 First, T2 Second, T3 Third) Invoke<T1, T2, T3>(string method, params object?[] arguments)
    {
        var parts = ScriptResult.Parts(method, Invoke(method, arguments), 3);
        return (ScriptResult.As<T1>(method, parts[0]), ScriptResult.As<T2>(method, parts[1]), ScriptResult.As<T3>(method, parts[2]));
    }

    /// <summary>A method's signature as TorchScript writes it; <c>module.method.schema</c>.</summary>
    /// <exception cref="TorchException">There is no such method.</exception>
    public string Schema(string method = "forward") => ScriptCalls.Schema(_script, method);

    /// <summary>
    /// A method's code as TorchScript writes it, for example to review a loaded file before calling it; <c>module.code</c>.
    /// </summary>
    /// <exception cref="TorchException">There is no such method.</exception>
    public string Code(string method = "forward") => ScriptCalls.Code(_script, method);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"original_name={OriginalName}";

    internal static ScriptModule Own(ObjectHandle handle) => new ScriptTree().Module(handle);

    /// <summary>The module of the handle, as a part of the tree.</summary>
    internal static ScriptModule Of(ObjectHandle handle, ScriptTree tree) => new(handle, tree);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            foreach (var module in Modules.OfType<ScriptModule>())
            {
                module._script.Dispose();
            }
        }
    }
}
