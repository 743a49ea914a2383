using System.Collections.Concurrent;
using LibTorch.Files.Pickling;

namespace LibTorch.Files.Checkpoints;

/// <summary>The Python names that a file may refer to: those that weights_only allows, and those that the program adds.</summary>
internal static class AllowedGlobals
{
    private static readonly ConcurrentDictionary<string, Func<IReadOnlyList<object?>, object?, object?>> _added = new(StringComparer.Ordinal);

    /// <summary>Whether a file may refer to the name.</summary>
    public static bool Contains(PickledGlobal global) =>
        Constant(global) is not null || StorageTypes.TryFind(global.Module, global.Name, out _, out _)
        || ValueRestorer.Knows(global.FullName) || _added.ContainsKey(global.FullName);

    /// <summary>The constant that the name stands for, such as a dtype; null if the name is that of a class or function.</summary>
    public static object? Constant(PickledGlobal global) =>
        global.Module != "torch" ? null
        : StorageTypes.Named(global.Name) is { } dtype ? dtype
        : Enum.GetValues<QScheme>().Where(scheme => StorageTypes.NameOf(scheme) == global.Name).Select(scheme => (object)scheme).FirstOrDefault();

    /// <summary>The function that the program has added to create objects of this class; null for none.</summary>
    public static Func<IReadOnlyList<object?>, object?, object?>? Added(string name) => _added.GetValueOrDefault(name);

    /// <summary>Adds a function that creates objects of a class.</summary>
    public static void Add(string name, Func<IReadOnlyList<object?>, object?, object?> factory) => _added[name] = factory;

    /// <summary>Removes the function for a class.</summary>
    public static bool Remove(string name) => _added.TryRemove(name, out _);
}
