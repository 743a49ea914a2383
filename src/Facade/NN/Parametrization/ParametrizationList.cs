using System.Collections;

namespace LibTorch.NN;

/// <summary>
/// The modules that compute a parameter or buffer, one after the other, and the tensors from which the first computes: <c>original</c>, or
/// <c>original0</c>, <c>original1</c> and so on; <c>torch.nn.utils.parametrize.ParametrizationList</c>.
/// </summary>
public sealed class ParametrizationList : Module, IReadOnlyList<Module>
{
    internal const string MemberName = "parametrizations";

    private List<Module> _items;
    private MemberTensor[] _originals;

    internal ParametrizationList(Module first, MemberTensor original, bool isUnsafe)
    {
        _items = [first];
        Unsafe = isUnsafe;
        var (values, isTensor) = Inverse(first, original);
        (_originals, IsTensor) = isTensor ? ([Set(original, values[0])], true) : (Array.ConvertAll(values, value => Like(original, value)), false);
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Whether the check that parametrizations keep dtype and shape is skipped.</summary>
    public bool Unsafe { get; internal set; }

    /// <summary>Whether there is exactly one original.</summary>
    public bool IsTensor { get; }

    /// <summary>The originals: the inputs of the first parametrization.</summary>
    public IReadOnlyList<MemberTensor> Originals => _originals;

    /// <summary>The only original.</summary>
    /// <exception cref="InvalidOperationException">There are several originals.</exception>
    public MemberTensor Original => IsTensor ? _originals[0] : throw new InvalidOperationException("There are several original tensors: use Originals.");

    /// <inheritdoc/>
    public Module this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Computes the value from the originals.</summary>
    public Tensor Compute()
    {
        var value = RightInverses.Call(_items[0], [.. _originals]);
        foreach (var next in _items.Skip(1))
        {
            value = RightInverses.Call(next, [value]);
        }

        return value;
    }

    /// <summary>
    /// Sets the originals so that this value is computed, or one near it; what an assignment to the parameter does in Python.
    /// </summary>
    /// <exception cref="TorchException">A parametrization has no right inverse.</exception>
    /// <exception cref="TorchValueException">A right inverse returned another dtype, or another number of tensors.</exception>
    public void RightInverse(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        using var noGrad = Torch.NoGrad();
        Tensor[] values = [value];
        foreach (var item in Enumerable.Reverse(_items))
        {
            if (!RightInverses.Has(item))
            {
                throw new TorchException($"parametrization {item.ShownName} does not implement right_inverse.");
            }

            values = RightInverses.Of(item, values[0]).Values;
        }

        Check(values);
        for (var i = 0; i < values.Length; i++)
        {
            _originals[i].Set_(values[i]);
        }
    }

    /// <summary>Uses the same originals as another list.</summary>
    internal void Share(ParametrizationList other)
    {
        _originals = other._originals;
        Tensor.NoteExchange();
    }

    internal void Append(Module parametrization) => _items.Add(parametrization);

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        members.Of(typeof(ParametrizationList));
        for (var i = 0; i < _originals.Length; i++)
        {
            members.AddMember(IsTensor ? "original" : $"original{PythonText.Integer(i)}", _originals[i]);
        }

        for (var i = 0; i < _items.Count; i++)
        {
            members.Add(PythonText.Integer(i), _items[i]);
        }
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        (_items, _originals) = (_items.ConvertAll(item => copy.Of(item)), Array.ConvertAll(_originals, original => copy.Of(original)));
    }

    private protected override List<string> ChildLines(ModulePath path) => ListLines(_items, path);

    private void Check(Tensor[] values)
    {
        if (values.Length != _originals.Length)
        {
            // PyTorch before 2.0 misspells the word.
            var length = Interop.LibraryCalls.IsAtLeast(2, 0) ? "length" : "lenght";
            throw new TorchValueException($"'right_inverse' must return a sequence of tensors of length {_originals.Length}. Got a sequence of {length} {values.Length}.");
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].DType != _originals[i].DType)
            {
                throw new TorchValueException(IsTensor
                    ? $"The tensor returned by `right_inverse` has dtype {values[i].DType} while `original` has dtype {_originals[i].DType}"
                    : $"Tensor {i} returned by `right_inverse` has dtype {values[i].DType} while `original{i}` has dtype {_originals[i].DType}");
            }
        }
    }

    private static (Tensor[] Values, bool IsTensor) Inverse(Module first, Tensor original)
    {
        using var noGrad = Torch.NoGrad();
        try
        {
            return RightInverses.Of(first, original);
        }
        catch (Exception error) when (error is NotImplementedException or TorchNotImplementedException)
        {
            return ([original], true);
        }
    }

    // The original remains the same object, so optimizers stay valid.
    private static MemberTensor Set(MemberTensor original, Tensor value)
    {
        if (value.DType != original.DType)
        {
            throw new TorchValueException(
                $"When `right_inverse` outputs one tensor, it may not change the dtype.\noriginal.dtype: {original.DType}\nright_inverse(original).dtype: {value.DType}");
        }

        if (Interop.LibraryCalls.IsAtLeast(2, 14) && value.Device != original.Device)
        {
            throw new TorchValueException(
                $"When `right_inverse` outputs one tensor, it may not change the device.\noriginal.device: {original.Device}\nright_inverse(original).device: {value.Device}");
        }

        using var noGrad = Torch.NoGrad();
        original.Set_(value);
        return original;
    }

    private static MemberTensor Like(MemberTensor original, Tensor value) => original is Buffer buffer
        ? new Buffer(value, buffer.Persistent)
        : new Parameter(value, original.RequiresGrad);
}
