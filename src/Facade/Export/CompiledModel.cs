using System.Collections;
using System.Runtime.CompilerServices;
using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Export;

/// <summary>A network that Python compiled ahead of time, with its weights; <c>AOTICompiledModel</c>.</summary>
/// <remarks>Gradients do not flow through it, and it has no parameters that could be seen. Copies share it.</remarks>
public sealed class CompiledModel : Module<Tensor, Tensor>
{
    private readonly Compiled _compiled;
    private readonly CallSpec _spec;

    internal CompiledModel(PackageHandle handle)
    {
        NoMembers();
        _compiled = new Compiled(handle);
        var (metadata, call) = CallFrame.DescribePackage(_compiled);
        Metadata = ((Optim.StateDictionary)metadata!).ToDictionary(note => note.Key, note => (string)note.Value!);
        _spec = new CallSpec((List<object?>)call!);
    }

    /// <summary>What was noted when it was compiled, as the device: <c>AOTI_DEVICE_KEY</c>; <c>get_metadata()</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Runs it on one tensor.</summary>
    /// <exception cref="InvalidCastException">It gave something else than a tensor.</exception>
    /// <exception cref="TorchException">What libtorch raised, as for a shape that it was not compiled for.</exception>
    public override Tensor Forward(Tensor input) => Invoke(input) as Tensor ?? throw new InvalidCastException("The compiled model does not return exactly one tensor. Use Invoke, which returns any result.");

    /// <summary>Runs it; <c>model(...)</c>.</summary>
    /// <param name="arguments">Tensors, and lists, tuples and dictionaries of them, as they were when it was compiled. Numbers and the like were compiled into it, and are ignored, as in Python.</param>
    /// <returns>What the model gives: a tensor, an <c>object?[]</c> for a tuple, a <c>List&lt;object?&gt;</c> for a list, a <see cref="Optim.StateDictionary"/> for a dict.</returns>
    /// <exception cref="TorchException">What libtorch raised, as for a shape that it was not compiled for.</exception>
    public object? Invoke(params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        List<Tensor> inputs = [];
        foreach (var argument in arguments)
        {
            Add(inputs, argument);
        }

        return _spec.Nested(CallFrame.RunPackage(_compiled, inputs));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _compiled.Handle.Dispose();
        }
    }

    private static void Add(List<Tensor> inputs, object? argument)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (argument)
        {
            case Tensor tensor:
                inputs.Add(tensor);
                break;
            case IDictionary dictionary:
                foreach (var (_, value) in DictionaryEntries.Of(dictionary))
                {
                    Add(inputs, value);
                }

                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                {
                    Add(inputs, tuple[i]);
                }

                break;
            case IEnumerable items and not string:
                foreach (var item in items)
                {
                    Add(inputs, item);
                }

                break;
        }
    }

    private sealed class Compiled(PackageHandle handle) : ISafeHandleOwner
    {
        public System.Runtime.InteropServices.SafeHandle Handle => handle;
    }
}
