using System.Numerics;
using LibTorch.Files.Pickling;
using LibTorch.Optim;

namespace LibTorch.Files.Checkpoints;

/// <summary>
/// Creates values from what a pickle describes. Only a fixed list of functions, and those that the program adds, can be called; a file
/// cannot name any other .NET code.
/// </summary>
internal sealed partial class ValueRestorer(LoadedStorages storages)
{
    private const int MaxDepth = 1000;

    // The value created for each described object. Lists and tuples are converted in place.
    private readonly Dictionary<object, object?> _made = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<PickledCall> _begun = new(ReferenceEqualityComparer.Instance);
    private int _depth;

    /// <summary>Whether there is a function of this name.</summary>
    public static bool Knows(string name) => _functions.ContainsKey(name) || _tensors.ContainsKey(name);

    /// <summary>The value that the pickle describes.</summary>
    /// <exception cref="TorchFileException">The description is inconsistent.</exception>
    public object? Restore(object? value)
    {
        // Most values need no conversion.
        if (value is null or bool or long or double or string or byte[] or BigInteger or object?[] { Length: 0 })
        {
            return value;
        }

        if (_made.TryGetValue(value, out var made))
        {
            return made;
        }

        if (++_depth > MaxDepth)
        {
            throw new TorchFileException($"The file's values are nested more than {MaxDepth} levels deep.");
        }

        made = value switch
        {
            List<object?> list => Items(list),
            object?[] tuple => Tuple(tuple),
            PickledDict dictionary => Dictionary(dictionary),
            PickledSet set => Set(set),
            PickledGlobal global => Constant(global),
            PickledReference reference => storages.Get(reference).Share(),
            PickledCall call => Call(call),
            _ => throw new TorchFileException($"The file has a {value.GetType().Name} where a value was expected."),
        };
        _depth--;
        _made[value] = made;
        return made;
    }

    private List<object?> Items(List<object?> list)
    {
        _made.Add(list, list);
        for (var i = 0; i < list.Count; i++)
        {
            list[i] = Restore(list[i]);
        }

        return list;
    }

    private object?[] Tuple(object?[] tuple)
    {
        _made.Add(tuple, tuple);
        for (var i = 0; i < tuple.Length; i++)
        {
            tuple[i] = Restore(tuple[i]);
        }

        return tuple;
    }

    // A StateDictionary if all keys are strings, otherwise a dictionary with arbitrary keys, as in optimizer states.
    private object Dictionary(PickledDict dictionary)
    {
        if (Keys(dictionary.Entries).All(key => key is string))
        {
            var named = new StateDictionary();
            _made.Add(dictionary, named);
            Fill(dictionary.Entries, (key, value) => named[(string)key] = value);
            return named;
        }

        var other = new OrderedDictionary<object, object?>();
        _made.Add(dictionary, other);
        Fill(dictionary.Entries, (key, value) => other[key] = value);
        return other;
    }

    private HashSet<object?> Set(PickledSet set)
    {
        var made = new HashSet<object?>();
        _made.Add(set, made);
        made.UnionWith(set.Items.Select(item => AsKey(Restore(item))));
        return made;
    }

    private void Fill(List<object?> entries, Action<object, object?> add)
    {
        for (var i = 0; i < entries.Count; i += 2)
        {
            add(AsKey(Restore(entries[i])), Restore(entries[i + 1]));
        }
    }

    private static IEnumerable<object?> Keys(List<object?> entries) => entries.Where((_, i) => i % 2 == 0);

    private static object AsKey(object? key) => key switch
    {
        null => throw new TorchFileException("The file has a dictionary with the key None, which .NET's dictionaries cannot have."),
        List<object?> or System.Collections.IDictionary or HashSet<object?> => throw new TorchFileException("The file has a dictionary or set with a mutable key."),
        _ => key,
    };

    private static object Constant(PickledGlobal global) =>
        AllowedGlobals.Constant(global) ?? throw new TorchFileException($"The file has the class or function {global.FullName} itself as a value.");

    private object? Call(PickledCall call)
    {
        if (!_begun.Add(call))
        {
            throw new TorchFileException($"The file has a {call.Function.FullName} that contains itself.");
        }

        var name = call.Function.FullName;
        if (_functions.TryGetValue(name, out var function))
        {
            return function(this, call);
        }

        if (_tensors.TryGetValue(name, out var tensor))
        {
            return Made(tensor, call);
        }

        return AllowedGlobals.Added(name) is { } factory
            ? factory((object?[])Restore(call.Arguments)!, call.Entries.Count > 0 ? Restore(new PickledDict { Entries = { call.Entries } }) : Restore(call.State))
            : throw new TorchFileException($"The file calls {name}, which is no function that is known here.");
    }
}
