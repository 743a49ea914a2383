namespace LibTorch.Onnx;

/// <summary>An operator of a network in an ONNX file. It shows what a weight is used for if the weight's name does not.</summary>
/// <param name="Operator">The operator's type, such as <c>Conv</c>.</param>
/// <param name="Name">Its name, which may be empty.</param>
/// <param name="Inputs">The names of its inputs: other operators' outputs, and weights.</param>
/// <param name="Outputs">The names of its outputs.</param>
public sealed record OnnxNode(string Operator, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);
