using System.Collections;
using System.Runtime.CompilerServices;
using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Export;

/// <summary>A network that was compiled ahead of time in Python, with its weights; <c>AOTICompiledModel</c>.</summary>
/// <remarks>No gradients flow through the model, and it exposes no parameters. Copies share the same compiled network.</remarks>
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

    /// <summary>Metadata that was stored at compile time, such as the device (<c>AOTI_DEVICE_KEY</c>); <c>get_metadata()</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Runs the model on one tensor.</summary>
    /// <exception cref="InvalidCastException">The result is not a tensor.</exception>
    /// <exception cref="TorchException">libtorch raised an error, for example for a shape that the model was not compiled for.</exception>
    public override Tensor Forward(Tensor input) => Invoke(input) as Tensor ?? throw new InvalidCastException("The compiled model does not return exactly one tensor. Use Invoke, which returns any result.");

    /// <summary>Runs the model; <c>model(...)</c>.</summary>
    /// <param name="arguments">
    /// Tensors, and lists, tuples and dictionaries of them, nested as at compile time. Numbers and other arguments were compiled into the
    /// model as constants, and are ignored here, as in Python.
    /// </param>
    /// <returns>
    /// The result: a tensor, an <c>object?[]</c> for a tuple, a <c>List&lt;object?&gt;</c> for a list, a
    /// <see cref="Optim.StateDictionary"/> for a dict.
    /// </returns>
    /// <exception cref="TorchException">libtorch raised an error, for example for a shape that the model was not compiled for.</exception>
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
