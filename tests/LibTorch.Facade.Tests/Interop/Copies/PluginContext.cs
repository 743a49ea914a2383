using System.Reflection;
using System.Runtime.Loader;

namespace LibTorch.Tests.Interop;

/// <summary>A load context as a plugin host makes them: it has the library and <see cref="Plugin"/> for itself, and the native library with all others.</summary>
internal sealed class PluginContext(string name, bool isCollectible = false) : AssemblyLoadContext(name, isCollectible)
{
    /// <summary>A method of the plugin in this context.</summary>
    public T Method<T>(string name)
        where T : Delegate
    {
        var assembly = LoadFromAssemblyName(typeof(Plugin).Assembly.GetName());
        return assembly.GetType(typeof(Plugin).FullName!)!.GetMethod(name)!.CreateDelegate<T>();
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name is "LibTorch.Facade" or "LibTorch.Facade.Tests"
        ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"))
        : null;
}
