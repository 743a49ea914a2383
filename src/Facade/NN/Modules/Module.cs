using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>
/// A part of a network: its parameters, buffers and modules are the fields and properties of these types, in the order in
/// which they are written; <c>torch.nn.Module</c>. Derive from <see cref="Module{TInput, TOutput}"/> or one of its like.
/// </summary>
/// <remarks>
/// The class has to be partial, as a source generator lists its members. Where no generator runs, as in notebooks and F#,
/// they are said by hand in the constructor: <c>Child(out _fc1, new Linear(3, 4))</c>.
/// </remarks>
[TypeFormatterSource(typeof(NotebookText), PreferredMimeTypes = [NotebookFormatter.PlainText])]
public abstract partial class Module : IDisposable
{
    private RegisteredMembers? _registered;

    /// <summary>Whether it is in training mode, which dropout and normalisation look at; <c>module.training</c>.</summary>
    public bool Training { get; private protected set; } = true;

    /// <summary>How the layout of its state is numbered, for <see cref="StateDict"/>'s metadata; <c>_version</c>.</summary>
    protected virtual int StateVersion => 1;

    /// <summary>Whether anything wants to see what it is given or gives.</summary>
    internal virtual bool HasHooks => false;

    /// <summary>The name of its class, as its text begins.</summary>
    internal virtual string ClassName => GetType().Name.Split('`')[0];

    /// <summary>What it computes parameters and buffers by, if it does; <c>module.parametrizations</c>.</summary>
    internal ModuleDict<ParametrizationList>? Parametrizations => _registered?.Find(ParametrizationList.MemberName) as ModuleDict<ParametrizationList>;

    /// <summary>The same, or what parametrizations make of it.</summary>
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

    /// <summary>Says that the class has no members, where no generator runs.</summary>
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

    /// <summary>Frees the memory of its parameters and buffers and of those of the modules below it. The collector does so as well.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what it holds, if it is disposed of and not finalized.</summary>
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

    /// <summary>The members, as they are now.</summary>
    /// <exception cref="InvalidOperationException">Nothing says which members the class has.</exception>
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

    // Without what is registered.
    private MemberList Listed()
    {
        var members = new MemberList();
        ListMembers(members);
        return members;
    }

    /// <summary>What is registered beside its fields.</summary>
    internal RegisteredMembers Registered(bool byHand = false)
    {
        _registered ??= new();
        _registered.ByHand |= byHand;
        return _registered;
    }

    /// <summary>Puts something else into the field of this name; says whether there is one.</summary>
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
