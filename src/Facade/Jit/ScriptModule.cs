using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Jit;

/// <summary>A network of TorchScript, or a part of one: Python's code, compiled there, and its weights; <c>torch.jit.ScriptModule</c>.</summary>
/// <remarks>
/// Its parameters, buffers and modules are those of the network, so it can be trained, moved and saved as any module. Conversions change
/// these tensors only: a device that the code itself names stays, as in Python. To attach a stand-in for its weights, as
/// <c>Torch.Func.FunctionalCall</c> and parametrizations do, has no effect on compiled code, and calls refuse it.
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

    /// <summary>The name of the Python class that it was made of; <c>module.original_name</c>.</summary>
    public string OriginalName => _script.TypeName[(_script.TypeName.LastIndexOf('.') + 1)..];

    /// <summary>The names of the methods that can be called; most have <c>forward</c> alone.</summary>
    public IReadOnlyList<string> MethodNames => ScriptCalls.Methods(_script);

    internal override string ClassName => "RecursiveScriptModule";

    internal IHandleOwner Script => _script;

    /// <summary>Computes its <c>forward</c> of one tensor. What takes or gives anything else is called by <see cref="Invoke(string, object?[])"/>.</summary>
    /// <exception cref="InvalidCastException">It gave something else than a tensor.</exception>
    /// <exception cref="TorchException">What its code raised, or why it does not take one tensor, in Python's words.</exception>
    public override Tensor Forward(Tensor input) => Invoke<Tensor>("forward", input);

    /// <summary>Calls a method; <c>module.method(...)</c>.</summary>
    /// <remarks>
    /// Arguments are tensors, numbers, texts, null, devices, dtypes, and lists, tuples and dictionaries of them. Results are as
    /// <see cref="Torch.Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/> has them: a list is a <c>List&lt;object?&gt;</c>, a
    /// tuple an <c>object?[]</c>, a dict a <see cref="Optim.StateDictionary"/>, and an object of a class of the network's own a
    /// <see cref="ScriptObject"/>, which methods take again. A dict that is given is copied: changes of it stay inside.
    /// </remarks>
    /// <param name="method">Its name, such as <c>forward</c>.</param>
    /// <param name="arguments">Its arguments; those at their defaults can be left out at the end.</param>
    /// <exception cref="ArgumentException">An argument is of a type that Python has nothing for.</exception>
    /// <exception cref="TorchException">What its code raised, or which argument does not fit, in Python's words.</exception>
    public object? Invoke(string method, params object?[] arguments) => Invoke(method, arguments, null);

    /// <summary>Calls a method with arguments by place and by name.</summary>
    /// <inheritdoc cref="Invoke(string, object?[])"/>
    public object? Invoke(string method, IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?>? named)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(arguments);
        RefuseStandIns();
        return CallFrame.Script(_script, method, [.. arguments, .. named?.Values ?? []], [.. named?.Keys ?? []]);
    }

    /// <summary>Calls a method whose result is a <typeparamref name="T"/>: a tensor, a number, a text, or an array or list of them, or a dictionary of tensors.</summary>
    /// <exception cref="InvalidCastException">It gave something else.</exception>
    /// <inheritdoc cref="Invoke(string, object?[])" path="/exception"/>
    public T Invoke<T>(string method, params object?[] arguments) => ScriptResult.As<T>(method, Invoke(method, arguments));

    /// <summary>Calls a method whose result is a tuple of two.</summary>
    /// <inheritdoc cref="Invoke{T}(string, object?[])"/>
    public (T1 First, T2 Second) Invoke<T1, T2>(string method, params object?[] arguments)
    {
        var parts = ScriptResult.Parts(method, Invoke(method, arguments), 2);
        return (ScriptResult.As<T1>(method, parts[0]), ScriptResult.As<T2>(method, parts[1]));
    }

    /// <summary>Calls a method whose result is a tuple of three.</summary>
    /// <inheritdoc cref="Invoke{T}(string, object?[])"/>
    public (T1 First, T2 Second, T3 Third) Invoke<T1, T2, T3>(string method, params object?[] arguments)
    {
        var parts = ScriptResult.Parts(method, Invoke(method, arguments), 3);
        return (ScriptResult.As<T1>(method, parts[0]), ScriptResult.As<T2>(method, parts[1]), ScriptResult.As<T3>(method, parts[2]));
    }

    /// <summary>What a method takes and gives, as TorchScript writes it; <c>module.method.schema</c>.</summary>
    /// <exception cref="TorchException">There is no such method.</exception>
    public string Schema(string method = "forward") => ScriptCalls.Schema(_script, method);

    /// <summary>A method's code, as TorchScript writes it: what is in a file can be read before it is called; <c>module.code</c>.</summary>
    /// <exception cref="TorchException">There is no such method.</exception>
    public string Code(string method = "forward") => ScriptCalls.Code(_script, method);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"original_name={OriginalName}";

    internal static ScriptModule Own(ObjectHandle handle) => new ScriptTree().Module(handle);

    /// <summary>For the tree that it is a part of.</summary>
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
