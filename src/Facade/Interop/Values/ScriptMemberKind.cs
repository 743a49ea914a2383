namespace LibTorch.Interop;

/// <summary>What a member of a module of TorchScript is; the numbers are those of ltf_script_kind.</summary>
internal enum ScriptMemberKind
{
    Attribute,
    Parameter,
    Buffer,
    Module,
}
