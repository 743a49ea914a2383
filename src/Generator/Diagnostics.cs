using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>The diagnostics of the generators and the analyzers. Each has its section on one documentation page.</summary>
internal static class Diagnostics
{
    // A path within the package and the checkout, because the project has no public address.
    private const string Page = "docs/analyzers.md";

    public static readonly DiagnosticDescriptor Malformed = Make("LTF001", "Operator schema cannot be turned into C#", "{0}", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor NotTyped = Make(
        "LTF002", "Operator has no typed method", "{0} has no typed method: {1}; Torch.Ops[\"{0}\"] reaches it", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor NoSchemas = Make(
        "LTF003", "Operator library without schemas", "None of the project's AdditionalFiles named *" + SchemaFiles.Suffix + " has a schema of the namespace '{0}'", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor WrongClass = Make(
        "LTF004", "Operator library in a class that cannot take it", "'{0}' has to be a static partial class that is not generic and not inside another type, as [OperatorLibrary] adds extension methods to it", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor Dropped = Make(
        "LTF005", "Block that is never left", "Nothing ends the block of this {0}, which holds for the rest of the thread: write using (...) {{ }} or using var", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor NotPartial = Make(
        "LTF006", "Module that is not partial", "'{0}' is a module and has to be partial, as are the types around it: its members are listed in another part of it", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor Collection = Make(
        "LTF007", "Collection in a module that is not part of it", "'{0}' would not be part of the module: use ModuleList<T>, ModuleDict<T>, ParameterList or ParameterDict in place of {1}", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor SameName = Make(
        "LTF008", "Two members of a module of one name", "'{0}' and '{1}' are both called '{2}' in the module's state: give one of them another name, as by [Name(\"{2}_2\")]", DiagnosticSeverity.Error);

    public static readonly DiagnosticDescriptor Compared = Make(
        "LTF009", "Tensors compared as objects", "'{0}' asks whether both are the same object: write {1} to compare the elements, or ReferenceEquals", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor Unused = Make(
        "LTF010", "Result of a tensor operation dropped", "'{0}' changes nothing, and what it gives is dropped: keep the result, or call what works in place", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor NotAnUpdate = Make(
        "LTF011", "Update that makes a new tensor", "'{0}' puts a new tensor into '{1}', and leaves the old one as it was: write {2} to change that, as Python does", DiagnosticSeverity.Warning);

    public static readonly DiagnosticDescriptor OneByOne = Make(
        "LTF012", "Elements read one by one", "Each element is a call of libtorch: read all of '{0}' by ToArray<T>() or AsSpan<T>() before the loop", DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Make(string id, string title, string message, DiagnosticSeverity severity) =>
        new(id, title, message, "LibTorch.Generator", severity, isEnabledByDefault: true, helpLinkUri: $"{Page}#{id.ToLowerInvariant()}");
}
