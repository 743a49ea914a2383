namespace LibTorch.Interop;

/// <summary>A member of a TorchScript module.</summary>
/// <param name="Index">Its index among the members.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whether it is a module, a parameter, a buffer or an attribute.</param>
/// <param name="Identity">Of a module, parameter or buffer: the same for all that are the same one; 0 where there is none.</param>
internal readonly record struct ScriptMember(int Index, string Name, ScriptMemberKind Kind, nint Identity);
