namespace LibTorch;

/// <summary>
/// Asks the source generator to add typed methods for a library's operators to the static partial class with this attribute.
/// </summary>
/// <param name="operatorNamespace">The operators' namespace, <c>mylib</c> of <c>mylib::scale</c>; their schemas are in the project's AdditionalFiles, in files named *.schemas.txt.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OperatorLibraryAttribute(string operatorNamespace) : Attribute
{
    /// <summary>The operators' namespace.</summary>
    public string OperatorNamespace { get; } = operatorNamespace;
}
