using System.Collections;
using System.Globalization;
using LibTorch.Files.Checkpoints;

namespace LibTorch;

/// <content>Python classes that files may contain.</content>
public abstract partial class Torch
{
    /// <summary>Support for Python classes in files, and for searching loaded values; <c>torch.serialization</c>.</summary>
    public static class Serialization
    {
        /// <summary>
        /// Registers a function with which <see cref="Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/> creates
        /// objects of a Python class; <c>torch.serialization.add_safe_globals</c>.
        /// </summary>
        /// <param name="name">The class's name with its module, such as <c>mymodel.Config</c>.</param>
        /// <param name="factory">
        /// Takes the arguments with which Python would call the class, and the object's state: usually a
        /// <see cref="Optim.StateDictionary"/> of its attributes, or null.
        /// </param>
        /// <returns>An object that removes the registration when it is disposed of.</returns>
        public static IDisposable AddSafeGlobal(string name, Func<IReadOnlyList<object?>, object?, object?> factory)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(factory);
            AllowedGlobals.Add(name, factory);
            return new Registration(name);
        }

        /// <summary>
        /// All values inside a loaded value that are not collections, each with its path, such as <c>optimizer.state.0.step</c>.
        /// </summary>
        /// <param name="value">The result of <see cref="Load(string, MapLocation?, bool, IProgress{long}?, CancellationToken)"/>.</param>
        public static IEnumerable<(string Path, object? Value)> Leaves(object? value) => Leaves("", value, new HashSet<object>(ReferenceEqualityComparer.Instance));

        // A collection that contains itself is not entered again.
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
