using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Compares a state with a module, and copies it only if all of it fits.</summary>
internal sealed class StateLoading
{
    private readonly List<string> _missing = [];
    private readonly List<string> _unexpected = [];
    private readonly List<string> _errors = [];
    private readonly List<(string Key, Tensor Target, Tensor Source)> _copies = [];
    private readonly List<(Module Module, Tensor State)> _extras = [];
    private readonly List<(Module Module, Action<Module, IncompatibleKeys> Hook)> _hooks = [];

    public static IncompatibleKeys Load(Module module, StateDict state, bool strict, bool assign)
    {
        var loading = new StateLoading();
        loading.Compare(module, state.Below(""), "", new ModulePath());
        var keys = new IncompatibleKeys(loading._missing, loading._unexpected);

        // With mismatches in strict loading the hooks run first: they may remove names from the lists, which decides whether anything is
        // copied.
        var hooksFirst = strict && loading._missing.Count + loading._unexpected.Count > 0;
        if (hooksFirst)
        {
            loading.RunHooks(keys);
        }

        loading.ThrowIfWrong(module, strict);
        loading.Convert(assign);
        loading.ThrowIfWrong(module, strict: false);
        loading.Copy(assign);
        if (!hooksFirst)
        {
            loading.RunHooks(keys);
        }

        loading.ThrowIfWrong(module, strict);
        return keys;
    }

    private void Compare(Module module, StateDict state, string prefix, ModulePath path)
    {
        using var step = path.Enter(module);
        module.Prepare(new LoadedState(state, prefix, _missing, _unexpected, _errors));

        var members = module.Members();
        var own = members.Tensors().ToList();
        foreach (var (name, tensor) in own)
        {
            if (state.TryGetValue(prefix + name, out var source))
            {
                Match(prefix + name, tensor, source);
            }
            else
            {
                _missing.Add(prefix + name);
            }
        }

        var names = own.Select(member => member.Name).ToHashSet();
        CompareExtra(module, state, prefix, names);
        var children = members.Children.Select(child => child.Name).ToHashSet();
        _unexpected.AddRange(state.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !IsExpected(key[prefix.Length..], names, children)));
        foreach (var (name, child) in members.Children)
        {
            var below = $"{prefix}{name}.";
            Compare(child, state.Below(below), below, path);
        }

        _hooks.AddRange((module.HooksOfState?.Loaded.All ?? []).Select(hook => (module, hook)));
    }

    private void CompareExtra(Module module, StateDict state, string prefix, HashSet<string> names)
    {
        if (module.GetExtraState() is null)
        {
            return;
        }

        names.Add(Module.ExtraState);
        if (state.TryGetValue(prefix + Module.ExtraState, out var extra))
        {
            _extras.Add((module, extra));
        }
        else
        {
            _missing.Add(prefix + Module.ExtraState);
        }
    }

    // Before 2.6, Python does not distinguish a tensor from a submodule of the same name.
    private static bool IsExpected(string key, HashSet<string> own, HashSet<string> children)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? own.Contains(key) || (!IsExact && children.Contains(key))
            : children.Contains(key[..dot]) || (!IsExact && own.Contains(key[..dot]));
    }

    private static bool IsExact => LibraryCalls.IsAtLeast(2, 6);

    private void Match(string key, Tensor target, Tensor source)
    {
        // Files from PyTorch before 0.4 have 1-dim tensors in place of 0-dim ones.
        if (target.NDim == 0 && source.NDim == 1 && (source.Shape[0] == 1 || !LibraryCalls.IsAtLeast(2, 14)))
        {
            source = source[0];
        }

        if (source.Shape != target.Shape)
        {
            _errors.Add($"size mismatch for {key}: copying a param with shape {source.Shape} from checkpoint, the shape in current model is {target.Shape}.");
            return;
        }

        _copies.Add((key, target, source));
    }

    private void RunHooks(IncompatibleKeys keys) => _hooks.ForEach(one => one.Hook(one.Module, keys));

    private void ThrowIfWrong(Module module, bool strict)
    {
        List<string> wrong = [];
        if (strict && _missing.Count > 0)
        {
            wrong.Add($"Missing key(s) in state_dict: {Quoted(_missing)}. ");
        }

        if (strict && _unexpected.Count > 0)
        {
            wrong.Add($"Unexpected key(s) in state_dict: {Quoted(_unexpected)}. ");
        }

        wrong.AddRange(_errors);
        if (wrong.Count > 0)
        {
            throw new TorchException($"Error(s) in loading state_dict for {module.ShownName}:\n\t{string.Join("\n\t", wrong)}");
        }
    }

    // All conversions that can fail come before the first write.
    private void Convert(bool assign)
    {
        using var noGrad = Torch.NoGrad();
        for (var i = 0; i < _copies.Count; i++)
        {
            var (key, target, source) = _copies[i];
            Try(key, target, source, () => _copies[i] = (key, target, assign ? Assignable(target, source) : source.To(target.Device, target.DType)));
        }
    }

    private void Copy(bool assign)
    {
        using var noGrad = Torch.NoGrad();
        foreach (var (key, target, source) in _copies)
        {
            Try(key, target, source, () =>
            {
                if (assign)
                {
                    target.Data = source;
                }
                else
                {
                    target.Copy_(source);
                }
            });
        }

        _extras.ForEach(one => one.Module.SetExtraState(one.State));
    }

    private static Tensor Assignable(Tensor target, Tensor source) =>
        target.RequiresGrad && source.DType is { IsFloatingPoint: false, IsComplex: false }
            ? throw new TorchException("Only Tensors of floating point and complex dtype can require gradients")
            : source.Detach();

    private void Try(string key, Tensor target, Tensor source, Action action)
    {
        try
        {
            action();
        }
        catch (TorchException error)
        {
            _errors.Add(
                $"While copying the parameter named \"{key}\", whose dimensions in the model are {target.Shape} and whose dimensions in the checkpoint are {source.Shape}, an exception occurred : {PythonText.Arguments(error.Message)}.");
        }
    }

    private static string Quoted(List<string> keys) => string.Join(", ", keys.Select(key => $"\"{key}\""));
}
