namespace LibTorch.Onnx;

/// <summary>An operator of a network in an ONNX file, for who has to find out what weights are for whose names do not tell.</summary>
/// <param name="Operator">Its kind, such as <c>Conv</c>.</param>
/// <param name="Name">Its name, which may be empty.</param>
/// <param name="Inputs">The names of what it takes: other operators' outputs, and weights.</param>
/// <param name="Outputs">The names of what it gives.</param>
public sealed record OnnxNode(string Operator, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);
