using System.Collections;
using System.Globalization;
using LibTorch.Files.Checkpoints;

namespace LibTorch;

/// <content>What files may hold.</content>
public abstract partial class Torch
{
    /// <summary>Which classes of Python's files may have; <c>torch.serialization</c>.</summary>
    public static class Serialization
    {
        /// <summary>Says what <see cref="Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/> makes of objects of a Python class; <c>torch.serialization.add_safe_globals</c>.</summary>
        /// <param name="name">The class's name with its module: <c>mymodel.Config</c>.</param>
        /// <param name="factory">Is given the arguments that Python would call the class with, and then the object's state, mostly a <see cref="Optim.StateDictionary"/> of its attributes; null without one.</param>
        /// <returns>What takes it back when it is disposed of.</returns>
        public static IDisposable AddSafeGlobal(string name, Func<IReadOnlyList<object?>, object?, object?> factory)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(factory);
            AllowedGlobals.Add(name, factory);
            return new Registration(name);
        }

        /// <summary>All that a value has in it which is no collection, with the way to it: <c>optimizer.state.0.step</c>.</summary>
        /// <param name="value">What <see cref="Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/> gave.</param>
        public static IEnumerable<(string Path, object? Value)> Leaves(object? value) => Leaves("", value, new HashSet<object>(ReferenceEqualityComparer.Instance));

        // A collection that is a part of itself is gone through once.
        private static IEnumerable<(string Path, object? Value)> Leaves(string path, object? value, HashSet<object> above)
        {
            if (Items(value) is not { } items)
            {
                yield return (path, value);
                yield break;
            }

            if (!above.Add(value!))
            {
                yield break;
            }

            foreach (var (key, item) in items)
            {
                foreach (var leaf in Leaves(path.Length == 0 ? key : $"{path}.{key}", item, above))
                {
                    yield return leaf;
                }
            }

            above.Remove(value!);
        }

        private static IEnumerable<(string Key, object? Item)>? Items(object? value) => value switch
        {
            NN.StateDict state => state.Select(entry => (entry.Key, (object?)entry.Value)),
            IDictionary dictionary => dictionary.Keys.Cast<object>().Select(key => (Convert.ToString(key, CultureInfo.InvariantCulture)!, dictionary[key])),
            List<object?> or object?[] or HashSet<object?> => ((IEnumerable)value).Cast<object?>().Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)),
            _ => null,
        };

        private sealed class Registration(string name) : IDisposable
        {
            public void Dispose() => AllowedGlobals.Remove(name);
        }
    }
}
