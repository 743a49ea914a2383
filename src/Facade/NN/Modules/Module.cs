using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>
/// A part of a network; <c>torch.nn.Module</c>. Its members are its fields and properties of type parameter, buffer and module, in the
/// order of declaration. Derive from <see cref="Module{TInput, TOutput}"/> or one of its like.
/// </summary>
/// <remarks>
/// The class has to be partial, because a source generator lists its members. Where no generator runs, as in notebooks and F#, the
/// constructor has to list them: <c>Child(out _fc1, new Linear(3, 4))</c>.
/// </remarks>
[TypeFormatterSource(typeof(NotebookText), PreferredMimeTypes = [NotebookFormatter.PlainText])]
public abstract partial class Module : IDisposable
{
    private RegisteredMembers? _registered;

    /// <summary>Whether it is in training mode, which dropout and normalisation look at; <c>module.training</c>.</summary>
    public bool Training { get; private protected set; } = true;

    /// <summary>The version of the class's state layout, for <see cref="StateDict"/>'s metadata; <c>_version</c>.</summary>
    protected virtual int StateVersion => 1;

    /// <summary>Whether there are hooks for calls of this module.</summary>
    internal virtual bool HasHooks => false;

    /// <summary>The class name at the beginning of the module's text.</summary>
    internal virtual string ClassName => GetType().Name.Split('`')[0];

    /// <summary>The parametrizations of its parameters and buffers, if any; <c>module.parametrizations</c>.</summary>
    internal ModuleDict<ParametrizationList>? Parametrizations => _registered?.Find(ParametrizationList.MemberName) as ModuleDict<ParametrizationList>;

    /// <summary>The class name, with the prefix that a parametrized module has.</summary>
    internal string ShownName => (Parametrizations is null ? "" : "Parametrized") + ClassName;

    /// <summary>Adds the members of the class to the list, those of its base first. The source generator overrides it.</summary>
    protected virtual void ListMembers(MemberList members) => ArgumentNullException.ThrowIfNull(members);

    /// <summary>Makes a module a member where no generator runs: <c>Child(out _fc1, new Linear(3, 4))</c>.</summary>
    /// <param name="field">The field to keep it in.</param>
    /// <param name="module">The module.</param>
    /// <param name="expression">The field's name, which the compiler fills in.</param>
    protected T Child<T>(out T field, T module, [CallerArgumentExpression(nameof(field))] string expression = "")
        where T : Module
    {
        field = module;
        RegisterModule(MemberName.Of(expression), module);
        return module;
    }

    /// <summary>Makes a parameter a member where no generator runs: <c>Child(out _scale, new Parameter(Torch.Ones(3)))</c>.</summary>
    /// <param name="field">The field to keep it in.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="expression">The field's name, which the compiler fills in.</param>
    protected Parameter Child(out Parameter field, Parameter parameter, [CallerArgumentExpression(nameof(field))] string expression = "")
    {
        field = parameter;
        RegisterParameter(MemberName.Of(expression), parameter);
        return parameter;
    }

    /// <summary>Makes a buffer a member where no generator runs: <c>Child(out _mean, new Buffer(Torch.Zeros(3)))</c>.</summary>
    /// <param name="field">The field to keep it in.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="expression">The field's name, which the compiler fills in.</param>
    protected Buffer Child(out Buffer field, Buffer buffer, [CallerArgumentExpression(nameof(field))] string expression = "")
    {
        field = buffer;
        RegisterBuffer(MemberName.Of(expression), buffer);
        return buffer;
    }

    /// <summary>Declares that the class has no members, where no generator runs.</summary>
    protected void NoMembers() => Registered(byHand: true);

    /// <summary>Makes a module a member under this name; <c>module.register_module</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
    public void RegisterModule(string name, Module? module) => Registered(byHand: true).Add(name, module);

    /// <summary>Makes a parameter a member under this name; <c>module.register_parameter</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
    public void RegisterParameter(string name, Parameter? parameter) => Registered(byHand: true).Add(name, parameter);

    /// <summary>Makes a buffer a member under this name; <c>module.register_buffer</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or has a dot.</exception>
    public void RegisterBuffer(string name, Buffer? buffer) => Registered(byHand: true).Add(name, buffer);

    /// <summary>
    /// Frees the memory of the parameters and buffers of this module and its submodules. Otherwise the garbage collector frees it.
    /// </summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the held tensors if called from Dispose and not from a finalizer.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var tensor in Walk().SelectMany(step => step.Members.All()))
            {
                tensor.Dispose();
            }
        }
    }

    /// <summary>Sets the field of a property that always has a parameter, a buffer or a module.</summary>
    private protected static void Assign<T>(ref T field, T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        AssignOptional(ref field!, value);
    }

    /// <summary>
    /// Sets the field of a property. For a parametrized tensor the originals are set, so that they compute the value, as Python's assignment
    /// does.
    /// </summary>
    private protected static void AssignOptional<T>(ref T? field, T? value)
        where T : class
    {
        if (field is MemberTensor { StandIn: ComputedValue computed })
        {
            computed.RightInverse((value as Tensor)!);
        }
        else
        {
            field = value;
        }
    }

    /// <summary>The current members.</summary>
    /// <exception cref="InvalidOperationException">The class does not list its members.</exception>
    internal MemberList Members()
    {
        var members = Listed();
        if (_registered is not { ByHand: true } && members.Class != GetType())
        {
            throw new InvalidOperationException(
                $"The members of {GetType()} are unknown. Make the class partial, so that the package's source generator lists them, or register them in the constructor: Child(out field, new Linear(3, 4)), or NoMembers().");
        }

        _registered?.Apply(members);
        return members;
    }

    // The members listed by the class, without registered ones.
    private MemberList Listed()
    {
        var members = new MemberList();
        ListMembers(members);
        return members;
    }

    /// <summary>The members registered in addition to the fields.</summary>
    internal RegisteredMembers Registered(bool byHand = false)
    {
        _registered ??= new();
        _registered.ByHand |= byHand;
        return _registered;
    }

    /// <summary>Replaces the value of the field of this name; returns whether there is such a field.</summary>
    internal bool Exchange(string name, Func<MemberTensor?, MemberTensor?> change)
    {
        var found = false;
        ListMembers(MemberList.Replacing((field, held) =>
        {
            found |= field == name;
            return field == name ? change(held as MemberTensor) : held;
        }));
        return found;
    }
}
