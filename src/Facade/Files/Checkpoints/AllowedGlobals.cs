using System.Collections.Concurrent;
using LibTorch.Files.Pickling;

namespace LibTorch.Files.Checkpoints;

/// <summary>The names that a file may refer to: those of Python's weights_only, and those that the program adds.</summary>
internal static class AllowedGlobals
{
    private static readonly ConcurrentDictionary<string, Func<IReadOnlyList<object?>, object?, object?>> _added = new(StringComparer.Ordinal);

    /// <summary>Whether the name may be referred to.</summary>
    public static bool Contains(PickledGlobal global) =>
        Constant(global) is not null || StorageTypes.TryFind(global.Module, global.Name, out _, out _)
        || ValueRestorer.Knows(global.FullName) || _added.ContainsKey(global.FullName);

    /// <summary>The value that the name itself stands for; null where it is a class or function.</summary>
    public static object? Constant(PickledGlobal global) =>
        global.Module != "torch" ? null
        : StorageTypes.Named(global.Name) is { } dtype ? dtype
        : Enum.GetValues<QScheme>().Where(scheme => StorageTypes.NameOf(scheme) == global.Name).Select(scheme => (object)scheme).FirstOrDefault();

    /// <summary>What the program makes of objects of this class; null where it did not say.</summary>
    public static Func<IReadOnlyList<object?>, object?, object?>? Added(string name) => _added.GetValueOrDefault(name);

    /// <summary>Says what to make of objects of a class.</summary>
    public static void Add(string name, Func<IReadOnlyList<object?>, object?, object?> factory) => _added[name] = factory;

    /// <summary>Takes that back.</summary>
    public static bool Remove(string name) => _added.TryRemove(name, out _);
}
