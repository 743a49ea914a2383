using LibTorch.Jit;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.Jit;

/// <summary>A folder with networks that Python and C# save.</summary>
internal sealed class SavedScripts : FolderOfFiles
{
    /// <summary>Has Python find the module with the networks.</summary>
    public static readonly string Setup =
        $"import sys\nsys.path.insert(0, {SavedFiles.Quoted(Path.Combine(AppContext.BaseDirectory, "Jit"))})\nimport script_models as models\n";

    private const string Methods = "methods.pt";

    /// <summary>The network with a method for each type of argument, as Python saves it.</summary>
    public ScriptModule LoadMethods(PythonSession python)
    {
        python.Eval($"torch.jit.script(models.Methods()).save({Quoted(Methods)})", Setup);
        return Torch.Jit.Load(this[Methods]);
    }

    /// <summary>Python's <c>m</c> is that network, loaded anew.</summary>
    public string SetupWithMethods => $"{Setup}{ValueText.Python}m = torch.jit.load({Quoted(Methods)})\n";

    /// <summary>A path in the folder as Python writes it.</summary>
    public string Quoted(string name) => SavedFiles.Quoted(this[name]);
}
