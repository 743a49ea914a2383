using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>A problem of a module's class, and its place.</summary>
internal sealed record ModuleProblem(DiagnosticDescriptor Kind, Spot Place, string First, string Second = "", string Third = "")
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Kind, Place.AsLocation(), First, Second, Third);
}
