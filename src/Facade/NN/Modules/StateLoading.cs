using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Compares a state with a module, and copies it only if all of it fits.</summary>
internal sealed class StateLoading
{
    private readonly StateDict _state;
    private readonly List<string> _missing = [];
    private readonly List<string> _unexpected = [];
    private readonly List<string> _errors = [];
    private readonly List<(string Key, Tensor Target, Tensor Source)> _copies = [];

    private StateLoading(StateDict state) => _state = state;

    public static IncompatibleKeys Load(Module module, StateDict state, bool strict, bool assign)
    {
        var loading = new StateLoading(state);
        loading.Compare(module, "", [.. state.Keys], []);
        loading.ThrowIfWrong(module, strict);
        loading.Copy(assign);
        loading.ThrowIfWrong(module, strict: false);
        return new IncompatibleKeys(loading._missing, loading._unexpected);
    }

    private void Compare(Module module, string prefix, List<string> keys, HashSet<Module> above)
    {
        if (!above.Add(module))
        {
            throw new InvalidOperationException($"The module at '{prefix}' is a part of itself.");
        }

        var members = module.Members();
        var own = members.Tensors().ToList();
        foreach (var (name, tensor) in own)
        {
            if (_state.TryGetValue(prefix + name, out var source))
            {
                Match(prefix + name, tensor, source);
            }
            else
            {
                _missing.Add(prefix + name);
            }
        }

        var children = members.Children.Select(child => child.Name).ToHashSet();
        var names = own.Select(member => member.Name).ToHashSet();
        _unexpected.AddRange(keys.Where(key => !IsExpected(key[prefix.Length..], names, children)));
        foreach (var (name, child) in members.Children)
        {
            var below = $"{prefix}{name}.";
            Compare(child, below, keys.FindAll(key => key.StartsWith(below, StringComparison.Ordinal)), above);
        }

        above.Remove(module);
    }

    // Older ones do not tell a tensor from a module by what stands below its name.
    private static bool IsExpected(string key, HashSet<string> own, HashSet<string> children)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? own.Contains(key) || (!IsExact && children.Contains(key))
            : children.Contains(key[..dot]) || (!IsExact && own.Contains(key[..dot]));
    }

    private static bool IsExact => LibraryCalls.IsAtLeast(2, 6);

    private void Match(string key, Tensor target, Tensor source)
    {
        // Files of before 0.4 had no 0-dim tensors.
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
            throw new TorchException($"Error(s) in loading state_dict for {module.ClassName}:\n\t{string.Join("\n\t", wrong)}");
        }
    }

    private void Copy(bool assign)
    {
        using var noGrad = Torch.NoGrad();
        foreach (var (key, target, source) in _copies)
        {
            try
            {
                if (assign)
                {
                    target.Data = source.Detach();
                }
                else
                {
                    target.Copy_(source);
                }
            }
            catch (TorchException error)
            {
                _errors.Add(
                    $"While copying the parameter named \"{key}\", whose dimensions in the model are {target.Shape} and whose dimensions in the checkpoint are {source.Shape}, an exception occurred : {PythonText.Arguments(error.Message)}.");
            }
        }
    }

    private static string Quoted(List<string> keys) => string.Join(", ", keys.Select(key => $"\"{key}\""));
}
