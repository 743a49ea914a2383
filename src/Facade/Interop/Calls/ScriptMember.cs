namespace LibTorch.Interop;

/// <summary>A member of a TorchScript module.</summary>
/// <param name="Index">Its index among the members.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whether it is a module, a parameter, a buffer or an attribute.</param>
/// <param name="Identity">Identifies a module: the same number for every reference to it; 0 for members that are no modules.</param>
internal readonly record struct ScriptMember(int Index, string Name, ScriptMemberKind Kind, nint Identity);
