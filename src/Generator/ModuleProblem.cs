using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>What is wrong with a module's class, and where.</summary>
internal sealed record ModuleProblem(DiagnosticDescriptor Kind, Spot Place, string First, string Second = "", string Third = "")
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Kind, Place.AsLocation(), First, Second, Third);
}
