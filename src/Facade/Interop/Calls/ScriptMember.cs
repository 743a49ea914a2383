namespace LibTorch.Interop;

/// <summary>A member of a module of TorchScript.</summary>
/// <param name="Index">Its place among the members.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Identity">Of a module, parameter or buffer: the same for all that are the same one; 0 where there is none.</param>
internal readonly record struct ScriptMember(int Index, string Name, ScriptMemberKind Kind, nint Identity);
