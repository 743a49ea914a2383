namespace LibTorch.Interop;

/// <summary>A member of a module of TorchScript, as ltf_script_member lays it out.</summary>
internal struct ScriptMemberInfo
{
    public NativeText Name;
    public nint Identity;
    public ScriptMemberKind Kind;
}
